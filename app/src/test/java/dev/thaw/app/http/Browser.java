package dev.thaw.app.http;

import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window, which sees pages of some size and in some colours. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final ChromeDriver driver;
  private String home = "";

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** What is missing for a browser on this machine; empty for nothing. */
  static Optional<String> missing() {
    if (program("chromium", "google-chrome", "chrome") == null) {
      return Optional.of("the dashboard is not looked at: there is no chromium on the PATH");
    }
    return program("chromedriver") == null
        ? Optional.of("the dashboard is not looked at: there is no chromedriver on the PATH")
        : Optional.empty();
  }

  private static @Nullable Path program(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(names)
        .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(at -> Path.of(at, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** Starts it. */
  static Browser start() {
    var options = new ChromeOptions();
    options.setBinary(String.valueOf(program("chromium", "google-chrome", "chrome")));
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(String.valueOf(program("chromedriver"))))
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  /** A screen of this many CSS pixels; a narrow one is a phone's. */
  void screen(int width, int height, String colours) {
    boolean phone = width < 600;
    cdp(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
    cdp(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
  }

  private Map<String, Object> cdp(String command, Map<String, Object> parameters) {
    return driver.executeCdpCommand(command, parameters);
  }

  /** Goes to another server from now on. */
  void at(String url) {
    home = url;
  }

  /** Goes to a place of the dashboard, such as {@code #/studies}. */
  void open(String place) {
    driver.get(home + place);
  }

  String address() {
    return String.valueOf(driver.getCurrentUrl());
  }

  Object script(String text) {
    return String.valueOf(driver.executeScript(text));
  }

  /**
   * What some code comes to that may wait and import the page's modules, as JSON.
   *
   * @param body of a function of {@code load}, which imports a module by its name
   */
  String module(String body) {
    String text =
        "const done = arguments[0];"
            + "const load = name => import(new URL(`ui/${name}.js`, document.baseURI).href);"
            + "(async () => {"
            + body
            + "})().then(value => done(JSON.stringify(value)), wrong => done(`${wrong.stack}`));";
    return String.valueOf(driver.executeAsyncScript(text));
  }

  /** Waits until some code comes to something. */
  void until(String text, String value) {
    await(text).atMost(PATIENCE).until(() -> value.equals(script("return " + text)));
  }

  /** Waits until an element is there that is seen. */
  WebElement see(String css) {
    await(css).atMost(PATIENCE).until(() -> shown(css).isPresent());
    return shown(css).orElseThrow();
  }

  private Optional<WebElement> shown(String css) {
    return driver.findElements(By.cssSelector(css)).stream()
        .filter(WebElement::isDisplayed)
        .findFirst();
  }

  /** Waits until the page says something. */
  void read(String text) {
    await(text).atMost(PATIENCE).until(() -> body().contains(text));
  }

  String body() {
    return String.valueOf(driver.executeScript("return document.body.innerText"));
  }

  void press(String button) {
    String there = "//button[normalize-space()='%s']|//a[normalize-space()='%s']";
    By by = By.xpath(there.formatted(button, button));
    await(button)
        .atMost(PATIENCE)
        .until(() -> driver.findElements(by).stream().anyMatch(WebElement::isDisplayed));
    driver.findElements(by).stream().filter(WebElement::isDisplayed).toList().getLast().click();
  }

  /** Waits until all charts are drawn. */
  void drawn() {
    driver.executeScript("window.scrollTo(0, document.body.scrollHeight)");
    await("charts")
        .atMost(PATIENCE)
        .until(() -> driver.findElements(By.cssSelector(".plot.waiting")).isEmpty());
    driver.executeScript("window.scrollTo(0, 0)");
  }

  /** Keeps a picture of the whole page as build output. */
  void keep(String name) throws IOException {
    Object data =
        cdp("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
            .get("data");
    Files.createDirectories(SCREENSHOTS);
    Files.write(
        SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(data)));
  }

  /** What people could not use, by axe, if it is serious. */
  List<String> barriers() {
    return new AxeBuilder()
        .analyze(driver).getViolations().stream()
            .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
            .map(Browser::words)
            .toList();
  }

  private static String words(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + rule.getNodes().stream().limit(4).map(node -> "\n  " + node.getHtml()).toList();
  }

  /** What the page complained of since this was asked last. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(entry -> entry.getMessage())
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}

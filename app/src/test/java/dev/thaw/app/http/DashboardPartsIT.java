package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.app.fixture.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The modules of which the dashboard is made, each by itself, in a real browser. */
final class DashboardPartsIT {

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @BeforeAll
  static void start() {
    String missing = Browser.missing().orElse("");
    assumeTrue(missing.isEmpty(), missing);
    server = TestServer.start();
    browser = Browser.start();
    browser.at(server.url() + "/");
    browser.open("#/submit");
    browser.see("#spec");
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      server.close();
    }
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource({
    "2.302, 2.303",
    "1002, 1003",
    "0.9134, 0.9134",
    "0, 0",
    "-627, -627",
    "1e-9, 3",
    "-5, 7"
  })
  void anAxisHoldsAllValuesHoweverCloseTheyAre(double low, double high) {
    String held =
        "const {limits} = await load('limits'); const [min, max] = limits(%s, %s);"
            + "return min < %s && %s < max && max - min < 3 * Math.max(%s - %s, Math.abs(%s), .5)";

    assertThat(browser.module(held.formatted(low, high, low, high, high, low, high)))
        .isEqualTo("true");
    assertThat(
            browser.module(
                "const {limits} = await load('limits'); const [min, max] = limits(2.302, 2.303);"
                    + "return max - min < .002"))
        .as("close values have a narrow axis")
        .isEqualTo("true");
  }

  @ParameterizedTest(name = "thawed after {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | [[1,2,3,4,5]]",
        "[2] | [[1,2],[2,3,4,5]]",
        "[4,2] | [[1,2],[2,3,4],[4,5]]",
        "[5] | [[1,2,3,4,5]]",
        "[1,9] | [[1,2,3,4,5]]"
      })
  void aCurveIsDrawnInStretchesFromOneThawToTheNext(String thawed, String stretches) {
    String drawn =
        "const {stretches} = await load('curves');"
            + "const parts = stretches([1, 2, 3, 4, 5].map(epoch => [epoch, .5]), %s);"
            + "return parts.map(part => part.map(([epoch]) => epoch))";

    assertThat(browser.module(drawn.formatted(thawed))).isEqualTo(stretches);
  }

  @Test
  void whoReadsATableKeepsFocusScrollAndOpenedDetailsWhenItIsRefreshed() {
    String held =
        """
        const {h, put, renew, table} = await load('dom');
        const place = h('div');
        document.body.append(place);
        const made = n => [h('details', null, h('summary', null, 'Why (row 7)'), 'because'),
          table('Rows', [{name: 'A'}], Array.from({length: 40}, (_, i) => [h('a', {href: `#/${i + n}`}, 'x'.repeat(4000))]))];
        put(place, ...made(0));
        place.querySelector('details').open = true;
        place.querySelector('.wide').scrollLeft = 120;
        place.querySelector('a[href="#/5"]').focus({preventScroll: true});
        renew(place, ...made(3));
        const seen = [place.querySelector('details').open, place.querySelector('.wide').scrollLeft, document.activeElement.getAttribute('href')];
        place.remove();
        return seen;
        """;
    assertThat(browser.module(held)).isEqualTo("[true,120,\"#/5\"]");
  }

  @Test
  void aPageThatIsLeftOpenHoldsNoMoreTrialsThanItShows() {
    String held =
        """
        const {Store} = await load('store');
        const store = new Store({row: 0, trials: [], total: 0, goal: 'minimize'});
        for (let i = 0; i < 5000; i++) {
          store.take({row: i + 1, at: '', events: [{kind: 'trial', trial: i}, {kind: 'status', trial: i, status: 'running'}, {kind: 'epoch', trial: i, epoch: 1, value: i === 40 ? 0 : 1},
            ...(i === 40 ? [{kind: 'best', trial: 40, epoch: 1, value: 0}] : []), {kind: 'status', trial: i, status: 'paused'}]});
        }
        return [store.trials.size <= 2000, store.trials.has(40), store.trials.has(4999), store.total];
        """;
    assertThat(browser.module(held)).isEqualTo("[true,true,true,5000]");
  }

  @Test
  void manyLongCurvesAreThinnedAndDrawnInLinesThatAreNotTooLong() {
    String drawn =
        """
        const {chunks, points} = await load('curves');
        const trial = {first: 1, values: Array.from({length: 1000}, (_, i) => i)};
        const thin = points(trial, false, 20);
        const lines = chunks(Array.from({length: 2000}, () => thin));
        return [thin.length <= 21, thin[0], thin.at(-1), points(trial).length, lines.every(line => line.length < 600)];
        """;
    assertThat(browser.module(drawn)).isEqualTo("[true,[1,0],[1000,999],1000,true]");
  }

  @Test
  void theStreamIsLetGoOfWhileNobodyLooksAndTriedAgainWhenTheServerIsBusy() {
    String states =
        """
        const {follow} = await load('events');
        const real = window.fetch;
        const told = [];
        const asked = [];
        let cut = false;
        const until = test => new Promise(done => { const look = () => test() ? done() : setTimeout(look, 20); look(); });
        const see = hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true}); document.dispatchEvent(new Event('visibilitychange')); };
        window.fetch = async (url, options) => {
          if (!url.includes('/x?')) return real(url, options);
          asked.push(new URL(url).search);
          if (asked.length === 1) return new Response('{}', {status: 429});
          return new Response(new ReadableStream({start(out) {
            out.enqueue(new TextEncoder().encode('id: 7\\ndata: {"row": 7}\\n\\n'));
            options.signal.addEventListener('abort', () => { cut = true; out.error(options.signal.reason); });
          }}));
        };
        const stop = follow('x', 3, row => told.push(row.row), state => told.push(state));
        await until(() => told.includes(7));
        see(true);
        await until(() => cut);
        see(false);
        await until(() => asked.length === 3);
        stop();
        window.fetch = real;
        return [asked, told.slice(0, 3)];
        """;
    assertThat(browser.module(states))
        .isEqualTo("[[\"?after=3\",\"?after=3\",\"?after=7\"],[\"off\",\"on\",7]]");
  }

  @Test
  void theHeaderSaysWhatIsWrongWhatToTakeAndWhichTrialsAreTheFront() {
    String told =
        """
        const {header} = await load('header');
        const summary = {study: 'x', state: 'running', metric: 'loss', goal: 'minimize', epochs: 9, slots: 2, budget: {}, trials: {started: 3}, wallSeconds: 5,
          best: {trial: 1, value: .5, epoch: 4, breaksConstraints: true}, recommended: {trial: 2, epoch: 9, median: .5, low: .4, high: .6},
          confirmed: {winner: 1, seeds: 3, mean: .52, deviation: .01},
          quarantined: [{slot: 'a/0', reason: 'its memory did not come back'}], failures: {trials: 2, trial: 0, kind: 'out-of-memory', message: 'a\\nno memory left'},
          front: {objectives: [{metric: 'loss', goal: 'minimize'}, {metric: 'size', goal: 'minimize'}], trials: [{trial: 1, epoch: 4, values: {loss: .5, size: 7}}]}};
        const {element, show} = header('x', summary, () => {});
        document.body.append(element);
        element.querySelector('details').open = true;
        show({...summary, epochs: 10});
        const text = element.innerText;
        const open = element.querySelector('details').open;
        element.remove();
        return [/breaks constraints/, /a\\/0 is out of use/, /2 trials had failures.*trial 0, out of memory: no memory left/, /trial 2\\s+0\\.4 to 0\\.6 at epoch 9/, /Pareto front: 1 trial/, /trial 1 with other seeds\\s+0\\.52\\s+± 0\\.01, 3 seeds/]
          .map(part => part.test(text)).concat(open);
        """;
    assertThat(browser.module(told)).isEqualTo("[true,true,true,true,true,true,true]");
  }
}

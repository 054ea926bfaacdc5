package dev.thaw.workers.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A worker for tests: starts one child, says its number, and goes on until its input ends. */
final class LedgerWorker {

  private LedgerWorker() {}

  /** Arguments: the ledger's folder, the log, the command. */
  public static void main(String[] arguments) throws IOException {
    List<String> command = List.of(arguments).subList(2, arguments.length);
    Path log = Path.of(arguments[1]);
    Launch launch = new Launch("digits/7", command, Map.of(), Path.of("/"), log, 0);
    ChildProcess child = ChildProcess.start(launch, ProcessLedger.in(Path.of(arguments[0])));
    System.out.println(child.pid());
    int unused = System.in.read();
  }
}

package dev.thaw.app.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client in Python, in front of a stub of a server that is written in Python too. */
final class ClientTest {

  private static final String STUB =
      """
      import http.server, json, threading
      import thaw

      asked = []
      told = []
      steered = []
      ends = [5]

      class Stub(http.server.BaseHTTPRequestHandler):
          def log_message(self, *ignored):
              pass

          def answer(self, status, value, kind="application/json"):
              body = b"" if value is None else json.dumps(value).encode()
              self.send_response(status)
              self.send_header("Content-Type", kind)
              self.send_header("Content-Length", str(len(body)))
              self.end_headers()
              self.wfile.write(body)

          def do_GET(self):
              asked.append((self.path, self.headers.get("Last-Event-ID")))
              if self.headers.get("Authorization") != "Bearer secret":
                  self.answer(401, {"kind": "unauthorized", "detail": "no token"})
              elif self.path.endswith("/events"):
                  self.events(int(self.headers.get("Last-Event-ID", 0)))
              elif self.path.endswith("/curves?limit=1"):
                  self.answer(200, {"row": 5})
              else:
                  self.answer(200, {"summary": {"state": "ended", "metric": "loss"}})

          def events(self, after):
              self.send_response(200)
              self.send_header("Content-Type", "text/event-stream")
              self.end_headers()
              for row in range(after + 1, after + 3):  # two rows, then the connection is over
                  state = "ended" if row in ends else "running"
                  data = json.dumps({"row": row, "events": [{"kind": "study", "state": state}]})
                  text = f": still here\\n\\nid: {row}\\nevent: row\\ndata: {data}\\n\\n"
                  self.wfile.write(text.encode())

          def do_POST(self):
              body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
              asked.append((self.path, self.headers.get("Idempotency-Key")))
              if self.path.endswith("/tell"):
                  told.append(json.loads(body))
                  if len(told) == 1:
                      self.answer(503, {"kind": "unavailable", "detail": "later"})
                  else:
                      self.answer(200, {"next": "continue"})
              elif self.path.endswith("/ask"):
                  self.answer(204, None)
              elif self.path.endswith(("/fork", "/narrow", "/trials")):
                  steered.append((self.path.removeprefix("/api/v1/studies/"), json.loads(body)))
                  self.answer(202, None)
              elif self.path.endswith("/extend"):
                  self.answer(200, json.loads(body))
              else:
                  self.answer(409, {"kind": "conflict", "detail": "it has ended."})

      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stub)
      threading.Thread(target=server.serve_forever, daemon=True).start()
      url = f"http://127.0.0.1:{server.server_port}"
      client = thaw.connect(url + "/#token=secret")
      thaw._AGAIN_SECONDS = 0.01
      """;

  @TempDir private Path folder;

  @BeforeAll
  static void needsPython() {
    PythonRun.assumePython();
  }

  private void check(String script) throws Exception {
    PythonRun run = PythonRun.of(folder, STUB + script + "\nprint('done')\n");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.last()).isEqualTo("done");
  }

  @Test
  void watchesEveryRowOnceThoughConnectionsBreak() throws Exception {
    check(
        """
        rows = [row["row"] for row in client.watch("s")]
        assert rows == [1, 2, 3, 4, 5], rows
        assert [last for path, last in asked if path.endswith("/events")] == [None, "2", "4"], asked
        assert [row["row"] for row in client.watch("s", after=3)] == [4, 5]
        """);
  }

  @Test
  void watchesOnWhereAStudyThatHadEndedWasGivenMoreToSpend() throws Exception {
    check(
        """
        ends.append(2)
        rows = [row["row"] for row in client.watch("s")]
        assert rows == [1, 2, 3, 4, 5], rows
        """);
  }

  @Test
  void tellsAgainWhatWasNotAnswered() throws Exception {
    check(
        """
        assert client.tell("s", "x", epoch=1, metrics={"loss": float("nan")}) == "continue"
        assert told == [{"session": "x", "epoch": 1, "metrics": {"loss": "NaN"}}] * 2, told
        """);
  }

  @Test
  void steersByHand() throws Exception {
    check(
        """
        client.add("s", {"lr": 0.1})
        client.fork("s", 7, {"lr": 0.01})
        client.narrow("s", "lr", 0, 0.1)
        client.narrow("s", "kind", values=["a"])
        client.narrow("s", "lr")
        assert all(key for _, key in asked), "keys by which they can be repeated"
        assert steered == [
            ("s/trials", {"values": {"lr": 0.1}}),
            ("s/trials/7/fork", {"values": {"lr": 0.01}}),
            ("s/narrow", {"parameter": "lr", "min": 0, "max": 0.1}),
            ("s/narrow", {"parameter": "kind", "values": ["a"]}),
            ("s/narrow", {"parameter": "lr"}),
        ], steered
        """);
  }

  @Test
  void saysWhatIsRefusedAndWhyAndThatNobodyIsThere() throws Exception {
    check(
        """
        assert client.ask("s") is None
        assert client.wait("s")["state"] == "ended"
        assert client.extend("s", trials="+20") == {"trials": "+20"}
        assert asked[-1][1], "a key by which it can be repeated"
        try:
            client.pause("s")
            raise SystemExit("was not refused")
        except thaw.Refused as refused:
            assert (refused.status, refused.kind) == (409, "conflict"), refused
            assert str(refused) == "it has ended."
        try:
            thaw.connect(url).status("s")
            raise SystemExit("was let in")
        except thaw.Refused as refused:
            assert refused.status == 401
        server.shutdown()
        server.server_close()
        try:
            client.status("s")
            raise SystemExit("was answered")
        except thaw.Unreachable as gone:
            assert "does not answer" in str(gone), gone
        """);
  }

  @Test
  void showsItsTokenToNobodyElse() throws Exception {
    check(
        """
        seen = []

        class Elsewhere(Stub):
            def do_GET(self):
                seen.append(self.headers.get("Authorization"))
                self.answer(200, {"summary": {}})

        class Sending(Stub):
            def do_GET(self):
                self.send_response(302)
                self.send_header("Location", there + self.path)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def start(handler):
            other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=other.serve_forever, daemon=True).start()
            return f"http://127.0.0.1:{other.server_port}"

        there = start(Elsewhere)
        try:
            thaw.connect(start(Sending), "secret").status("s")
            raise AssertionError("it was followed")
        except thaw.Refused as refused:
            assert "which is not followed" in str(refused), refused
        assert seen == [], seen
        """);
  }

  @Test
  void takesALostConnectionForNoEnd() throws Exception {
    check(
        """
        import socket

        calls = []

        def flaky(*arguments):
            calls.append(arguments)
            if len(calls) < 4:
                raise thaw.Unreachable("gone for a moment")
            return {"ended": True}

        client.ask = flaky
        client.patience = 5.0
        client.work("s", lambda trial: 1.0)
        assert len(calls) == 4, calls

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            nobody = thaw.Client(f"http://127.0.0.1:{free.getsockname()[1]}", patience=0.05)
        for wait in (lambda: nobody.wait("s"), lambda: list(nobody.watch("s"))):
            try:
                wait()
                raise AssertionError("nobody is there")
            except thaw.Unreachable:
                pass
        """);
  }

  @Test
  void givesATrialBackWhoseTrainingRaises() throws Exception {
    check(
        """
        work = {"session": "w-1", "study": "s", "trial": 3, "epoch": 1, "seed": 1, "maximum": 1,
                "parameters": {"x": 0.5}, "checkpointTo": "."}
        client.ask = lambda study, wait: work
        told.append("the first is refused")

        def broken(trial):
            raise ZeroDivisionError("by me")

        try:
            client.work("s", broken)
            raise AssertionError("it was swallowed")
        except ZeroDivisionError:
            pass
        assert "by me" in told[-1]["failed"], told
        """);
  }

  @Test
  void keepsResultsAndParametersOfOneNameApart() throws Exception {
    check(
        """
        lines = [{"trial": 0, "status": "completed", "bracket": 0, "values": [0.5, 0.25, None],
                  "seconds": [1.0, 1.0, None], "parameters": {"value": 7, "lr": 0.1},
                  "parent": None, "forkedAt": None}]
        rows = thaw._rows(lines, "minimize")
        assert rows == [{"trial": 0, "status": "completed", "value": 0.25, "epoch": 2, "epochs": 3,
                         "seconds": 2.0, "params_value": 7, "lr": 0.1}], rows
        """);
  }

  @Test
  void refusesWhatASearchCannotMean() throws Exception {
    check(
        """
        def refused(word, *arguments, **more):
            try:
                thaw.optimize(*arguments, thaw="/bin/true", **more)
                raise AssertionError("taken: " + word)
            except thaw.ThawError as problem:
                assert word in str(problem), problem

        def one(trial):
            return trial.x

        refused("a lambda has no name", lambda trial: 1.0, {"x": thaw.real(0, 1)})
        refused("parameter (seed) must have another name", one, {"seed": thaw.integer(1, 5)})
        refused("space (list) must be a dict", one, ["x"])
        refused("seconds (10m) must be a number", one, {"x": thaw.real(0, 1)}, seconds="10m")
        """);
  }

  @Test
  void knowsAFunctionThatHasChangedFromOneThatMoved() throws Exception {
    check(
        """
        import pathlib

        def made(text):
            space = {}
            exec(text, space)
            return space["f"]

        folder = pathlib.Path("kept")
        folder.mkdir()
        thaw._load()
        thaw._keep_function(made("def f(t):\\n    return (t.x - 0.3) ** 2"), folder)
        thaw._check_function(made("\\n\\n# moved\\ndef f(t):\\n    return (t.x - 0.3) ** 2"), folder, False)
        other = made("def f(t):\\n    return (t.x - 0.7) ** 2")
        thaw._check_function(other, folder, True)
        try:
            thaw._check_function(other, folder, False)
            raise AssertionError("taken for the same")
        except thaw.ThawError as problem:
            assert "has changed" in str(problem) and "name=" in str(problem), problem
        """);
  }

  @Test
  void namesAServerThatIsNotOfThaw() throws Exception {
    check(
        """
        class Other(http.server.BaseHTTPRequestHandler):
            def log_message(self, *ignored):
                pass

            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"hi")

        other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
        threading.Thread(target=other.serve_forever, daemon=True).start()
        foreign = thaw.connect(f"http://127.0.0.1:{other.server_port}", "t")
        for call in (foreign.studies, lambda: list(foreign.watch("s"))):
            try:
                call()
                raise AssertionError("taken for one")
            except thaw.ThawError as problem:
                assert "is no server of Thaw" in str(problem), problem
        """);
  }

  @Test
  void saysWhereTheProgramMayBeThatIsNotFound() throws Exception {
    check(
        """
        import os
        os.environ["THAW_HOME"] = ""
        os.environ["PATH"] = ""
        try:
            thaw.optimize(lambda trial: 1.0, {"x": thaw.real(0, 1)}, name="one")
            raise SystemExit("was started")
        except thaw.ThawError as wrong:
            assert "THAW_HOME" in str(wrong), wrong
        assert thaw.real(1e-4, 1, log=True) == {"type": "real", "min": 1e-4, "max": 1, "scale": "log"}
        assert thaw.choice("a", "b", default="b") == {
            "type": "categorical", "values": ["a", "b"], "default": "b"}
        assert thaw.choice([1, 2], ordered=True) == {"type": "ordinal", "values": [1, 2]}
        """);
  }
}

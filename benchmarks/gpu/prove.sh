#!/bin/sh
# Shows on a real GPU what studies on GPUs promise, and writes what it saw to OUT_DIR/result.txt:
#
#   benchmarks/gpu/prove.sh THAW_PROGRAM OUT_DIR
#
# THAW_PROGRAM  ./thaw, or thaw/bin/thaw of an archive
# OUT_DIR       a new folder for the studies and the result
#
# PYTHON          the Python that has PyTorch (python3)
# PROVE_PICTURES  how many pictures an epoch trains on (100000); less for a quick look
# PROVE_TRIALS    how many trials the studies have that measure throughput (8)
#
# Uses the first GPU that CUDA_VISIBLE_DEVICES names, or GPU 0. Without a GPU it goes through the same
# steps on the processor, which tries the script and proves nothing.

set -u

[ $# -eq 2 ] || {
  sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
case $1 in */*) thaw=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") ;; *) thaw=$1 ;; esac
here=$(cd "$(dirname "$0")" && pwd)
code=$here/../../examples/python/torch-cnn
python=${PYTHON:-python3}
pictures=${PROVE_PICTURES:-100000}
trials=${PROVE_TRIALS:-8}

[ ! -e "$2" ] || {
  echo "prove.sh: OUT_DIR ($2) must not exist yet." >&2
  exit 2
}
mkdir -p "$2" || exit 1
out=$(cd "$2" && pwd)
result=$out/result.txt
"$python" -c 'import torch' 2>"$out/torch.txt" || {
  echo "prove.sh: PYTHON ($python) must have torch:" >&2
  cat "$out/torch.txt" >&2
  exit 2
}
: >"$result"
failures=0

say() { printf '%s\n' "$*" | tee -a "$result"; }
title() { say "" && say "== $*"; }

# An expectation: what it is, and whether it holds (0) or not.
expect() {
  if [ "$2" -eq 0 ]; then say "ok      $1"; else
    say "FAILED  $1"
    failures=$((failures + 1))
  fi
}

# --- the GPU ---------------------------------------------------------------------------------------

gpu=${CUDA_VISIBLE_DEVICES:-0}
gpu=${gpu%%,*}
query() { nvidia-smi -i "$gpu" --query-gpu="$1" --format=csv,noheader,nounits 2>/dev/null | head -n 1 | tr -d ' '; }
total=
if command -v nvidia-smi >/dev/null 2>&1; then total=$(query memory.total); fi
case $total in '' | *[!0-9]*) total= ;; esac
if [ -n "$total" ]; then
  export CUDA_VISIBLE_DEVICES="$gpu"
  used_before=$(query memory.used)
fi

# The worker's own proof that memory is free is a line at level DEBUG.
cat >"$out/logback.xml" <<'XML'
<configuration>
  <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
    <file>${thaw.log:-/dev/null}</file>
    <lazy>true</lazy>
    <encoder><pattern>%date{ISO8601} %-5level [%thread] %logger{24} - %msg%n</pattern></encoder>
  </appender>
  <root level="WARN"><appender-ref ref="FILE"/></root>
  <logger name="dev.thaw.workers.slot" level="DEBUG"/>
</configuration>
XML
export THAW_JAVA_OPTS="-Dlogback.configurationFile=$out/logback.xml"

# --- studies ---------------------------------------------------------------------------------------

# study NAME RESOURCES SCHEDULER EPOCHS TRIALS BALLAST_GIB [JAVA_OPTION...]
study() {
  name=$1
  cat >"$out/$name.yaml" <<YAML
study: $name
objective: {metric: loss, goal: minimize}
parameters:
  learning_rate: {type: real, min: 1e-3, max: 0.1, scale: log, default: 1e-2}
  dropout: {type: real, min: 0.0, max: 0.5, default: 0.1}
fidelity: {name: epochs, min: 1, max: $4}
scheduler: {name: $3}
suggest: {name: random}
trainer:
  name: process
  command: [$python, train.py]
  workingDirectory: $code
  env: {CNN_PICTURES: "$pictures", CNN_BALLAST_GIB: "$6"}
resources: $2
budget: {trials: $5}
epochTimeLimit: 10m
seed: 7
YAML
  shift 6
  (
    THAW_JAVA_OPTS="$THAW_JAVA_OPTS $*"
    exec "$thaw" run -f "$out/$name.yaml" --dir "$out/$name" --json
  ) >"$out/$name.json" 2>"$out/$name.err"
  code_of_run=$?
}

# A value of the last line that a study printed: value NAME PATH, such as trials.failed.
value() {
  "$python" - "$out/$1.json" "$2" <<'PY'
import json, sys
try:
    found = json.loads(open(sys.argv[1]).read().splitlines()[-1])
    for key in sys.argv[2].split("."):
        found = found[key]
    print(found)
except (IndexError, KeyError, TypeError, ValueError):
    print("none")
PY
}

lines() { cat "$out/$1/thaw.log" 2>/dev/null | grep -c "$2"; }
is() { if [ "$1" = "$2" ]; then echo 0; else echo 1; fi; }

say "Thaw on a GPU, $(date -u +%Y-%m-%dT%H:%MZ)"
if [ -n "$total" ]; then
  say "GPU $gpu: $(query name), $total MiB, $used_before MiB of them in use before the first study"
else
  say "There is no nvidia-smi, or it shows no GPU $gpu: all that follows is on the processor."
fi
say "PyTorch $("$python" -c 'import torch; print(torch.__version__, "sees CUDA:", torch.cuda.is_available())')"
if [ -n "$total" ]; then
  "$python" -c 'import torch, sys; sys.exit(not torch.cuda.is_available())'
  expect "PyTorch can use the GPU" $?
fi

title "thaw doctor"
"$thaw" doctor >"$out/doctor.txt" 2>&1
doctor=$?
tee -a "$result" <"$out/doctor.txt"
expect "doctor finds no problem" $doctor

# --- freezing gives the memory back ----------------------------------------------------------------

title "A study that freezes trials; nothing is parked, so that each leaves the GPU"
sampler=
if [ -n "$total" ]; then
  (while :; do
    printf '%s %s\n' "$(date +%s)" "$(query memory.used)"
    sleep 0.3
  done) >"$out/memory.txt" 2>/dev/null &
  sampler=$!
fi
study freezing '{slots: 1, slotsPerGpu: 1}' asha 9 12 0 -Dthaw.worker.parked-sessions=0
[ -z "$sampler" ] || { kill "$sampler" && wait "$sampler" 2>/dev/null; }
expect "the study ended well (exit code $code_of_run)" "$code_of_run"
say "epochs $(value freezing epochs) in $(value freezing wallSeconds) s; best loss $(value freezing best.value)"
leases=$(cat "$out"/freezing/logs/*.log | grep -c '^GPU memory at the start')
say "Memory that each script saw when it came, before it trained, and after its epochs (trials 0 to 3):"
grep -H '^GPU memory' "$out"/freezing/logs/trial-0000[0-3].log | sed 's/.*\/\(trial-[0-9]*\)\.log:/  \1: /' |
  head -n 40 | tee -a "$result"
if [ -n "$total" ]; then
  say "Sessions: $leases. Memory seen to be free after $(lines freezing 'proven: true') of them," \
    "believed to be free after $(lines freezing 'proven: false'), quarantines: $(lines freezing 'taken out of the offer')"
  say "nvidia-smi, MiB in use: $used_before before," \
    "$(awk '$2 > m {m = $2} END {print m}' "$out/memory.txt") at most while it trained, $(query memory.used) after"
  expect "every session's memory was seen to be free" \
    "$(is "$(lines freezing 'proven: true')" "$leases")"
  expect "no slot was quarantined" "$(is "$(lines freezing 'taken out of the offer')" 0)"
  left=$(($(query memory.used) - used_before))
  [ "$left" -le 256 ]
  expect "after the study as much memory is free as before, within 256 MiB ($left)" $?
fi

# --- several trials on one GPU ---------------------------------------------------------------------

title "The same study with 1, 2 and 4 trials at once on one GPU"
base=
for share in 1 2 4; do
  study "share-$share" "{slots: $share, slotsPerGpu: $share}" full 6 "$trials" 0
  expect "$share at once: the study ended well (exit code $code_of_run)" "$code_of_run"
  row=$("$python" - "$out/share-$share.json" "$share" "${base:-0}" <<'PY'
import json, sys
share, base = int(sys.argv[2]), float(sys.argv[3])
try:
    end = json.loads(open(sys.argv[1]).read().splitlines()[-1])
    rate = end["epochs"] / end["wallSeconds"]
    training = share * end["epochs"] / end["trainingSeconds"]
    print(f"{rate:.4f} {share} at once: {end['epochs']} epochs in {end['wallSeconds']:.1f} s, "
          f"{rate:.3f} epochs/s with starts and ends, ratio {rate / (base or rate):.2f}; "
          f"{training:.3f} epochs/s while all train")
except (IndexError, KeyError, ValueError, ZeroDivisionError) as e:
    print(f"0 {share} at once: no figures ({e})")
PY
)
  [ -n "$base" ] || base=${row%% *}
  say "${row#* }"
done

title "Packed by measured memory: slots: 4 and nothing else, after 2 measured trials"
study packed '{slots: 4}' full 6 "$trials" 0 -Dthaw.worker.gpu.packing-after=2
expect "the study ended well (exit code $code_of_run)" "$code_of_run"
say "epochs $(value packed epochs) in $(value packed wallSeconds) s"
if [ -n "$total" ]; then
  grep 'Offering slots' "$out/packed/thaw.log" | sed 's/^/  /' | head -n 20 | tee -a "$result"
fi

# --- out of memory ---------------------------------------------------------------------------------

no_memory="out ?of ?memory.*tried|allocate memory"

title "Out of memory: each trial wants more than the GPU has"
study too-large '{slots: 1, slotsPerGpu: 1}' full 2 2 1000000
expect "the study ended without a result (exit code $code_of_run)" "$(is "$code_of_run" 5)"
expect "both trials were given up ($(value too-large trials.failed))" "$(is "$(value too-large trials.failed)" 2)"
say "Times that a script ran out of memory: $(cat "$out"/too-large/logs/*.log | grep -ciE "$no_memory"); the first:"
cat "$out"/too-large/logs/*.log | grep -iE "$no_memory" | cut -c1-200 | head -n 1 | tee -a "$result"
grep 'had a failure' "$out/too-large.err" | tee -a "$result"

title "Out of memory beside another: two trials of 60 % of the GPU on one GPU"
if [ -n "$total" ]; then
  ballast=$("$python" -c "print(round(0.6 * $total / 1024, 1))")
  study crowded '{slots: 2, slotsPerGpu: 2}' full 4 2 "$ballast" -Dthaw.worker.parked-sessions=0
  ooms=$(cat "$out"/crowded/logs/*.log | grep -ciE "$no_memory")
  expect "the study ended well (exit code $code_of_run)" "$code_of_run"
  expect "a script did run out of memory (lines of its log: $ooms)" "$([ "$ooms" -gt 0 ]; echo $?)"
  expect "all trials recovered and are complete ($(value crowded trials.completed))" \
    "$(is "$(value crowded trials.completed)" 2)"
else
  say "left out: there is no GPU"
fi

title "Summary"
[ -z "$total" ] || say "MiB in use: $used_before before all studies, $(query memory.used) after"
say "$failures expectations failed"
[ "$failures" -eq 0 ]

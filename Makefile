# Short names for what ./mvnw and ./thaw do. Nothing here is needed; CONTRIBUTING.md explains each.

MVN = ./mvnw -B -ntp

# The first JDK 25 or newer, for what runs outside Maven; Maven finds its own.
JDK = $(firstword $(foreach home,$(THAW_JAVA_HOME) $(JAVA_HOME) $(wildcard /usr/lib/jvm/*) \
  $(wildcard /Library/Java/JavaVirtualMachines/*/Contents/Home), \
  $(shell grep -qsE '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' $(home)/release && echo $(home))))

BENCH_CLASSES = benchmarks/target/classes:$$(cat benchmarks/target/classpath.txt)
SIM_CLASSES = core/target/classes:core/target/test-classes

.PHONY: help build quick test check fmt sim bench growth search methods warm proposers forty dimensions online populations racing hypergradients search-continuous predict outlook published load soak nights demo dist dist-slim image clean

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' Makefile

build: ## compile and package everything, without tests
	$(MVN) package -DskipTests

quick: ## the tests of core alone
	$(MVN) -pl core -am test

test: ## all tests that need no packaged program; ONE=ClassTest or ONE=ClassTest#method for one
	$(MVN) test $(if $(ONE),-Dtest='$(ONE)' -Dsurefire.failIfNoSpecifiedTests=false)

check: ## everything that a change must pass
	$(MVN) verify

fmt: ## rewrite the layout of all Java files
	$(MVN) -q -N validate -Dthaw.format=write

sim: ## all seeds of the simulated studies; SEED=123 for that one alone
ifdef SEED
	$(MVN) -q -pl core -am test-compile
	@echo 'System.out.println(dev.thaw.core.testing.Scenario.troubled($(SEED)).run(dev.thaw.core.simulation.StepObserver.none()).state().lifecycle())' \
	  | $(JDK)/bin/jshell --class-path $(SIM_CLASSES) --feedback concise -
else
	$(MVN) -pl core -am test -Dtest='*SimTest' -Dthaw.sim.percent=100 -Dsurefire.failIfNoSpecifiedTests=false
endif

bench: ## the benchmarks of the decision core; ARGS for JMH, such as ARGS='-p trials=1000 report'
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx2g -cp $(BENCH_CLASSES) org.openjdk.jmh.Main $(ARGS)
	$(JDK)/bin/java -Xmx2g -cp $(BENCH_CLASSES) dev.thaw.benchmarks.core.MemoryPerTrial

growth: ## how the time of a decision by thaw grows with the study; ARGS='1000x50 2000x50' for trials x epochs
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx3g -cp $(BENCH_CLASSES) dev.thaw.benchmarks.core.AdviceGrowth $(ARGS)

search: ## the benchmark of search on tables of learning curves; ARGS=--help says how
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx2g -cp $(BENCH_CLASSES) dev.thaw.benchmarks.search.SearchBenchmark $(ARGS)

methods: ## full trainings, stages and growing budgets at equal seconds; ARGS as of search, see docs/methods.md
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx2g -cp $(BENCH_CLASSES) dev.thaw.benchmarks.methods.MethodsBenchmark $(ARGS)

warm: ## what results of an earlier study are worth to the next one, see docs/methods.md; ARGS as of search
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx2g -cp $(BENCH_CLASSES) dev.thaw.benchmarks.warm.WarmBenchmark $(ARGS)

proposers: ## HORD against Gaussian processes in 19 dimensions, see docs/methods.md; ARGS as it says itself
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx2g -cp $(BENCH_CLASSES) dev.thaw.benchmarks.proposers.ProposersBenchmark $(ARGS)

forty: ## every search in a study of 42 parameters, see docs/methods.md; ARGS as it says itself
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx2g -cp $(BENCH_CLASSES) dev.thaw.benchmarks.proposers.FortyBenchmark $(ARGS)

dimensions: ## grid against random search where few parameters matter, see docs/methods.md; ARGS as it says itself
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx2g -cp $(BENCH_CLASSES) dev.thaw.benchmarks.dimensions.DimensionsBenchmark $(ARGS)

online: ## controllers inside a trial against schedules, see docs/methods.md; ARGS='--mnist DIR' for images of digits as well
	$(MVN) -q -pl benchmarks -am package -DskipTests
	OMP_NUM_THREADS=1 $(JDK)/bin/java -Xmx2g --enable-native-access=ALL-UNNAMED -cp $(BENCH_CLASSES) \
	  dev.thaw.benchmarks.online.OnlineBenchmark $(ARGS)

racing: ## races over folds against asha and full cross-validation, see docs/methods.md; ARGS as it says itself
	$(MVN) -q -pl benchmarks -am package -DskipTests
	OMP_NUM_THREADS=1 $(JDK)/bin/java -Xmx2g --enable-native-access=ALL-UNNAMED -cp $(BENCH_CLASSES) \
	  dev.thaw.benchmarks.racing.RacingBenchmark $(ARGS)

populations: ## populations against constant settings, see docs/methods.md; ARGS='--mnist DIR' for images of digits as well
	$(MVN) -q -pl benchmarks -am package -DskipTests
	OMP_NUM_THREADS=1 $(JDK)/bin/java -Xmx2g --enable-native-access=ALL-UNNAMED -cp $(BENCH_CLASSES) \
	  dev.thaw.benchmarks.populations.PopulationsBenchmark $(ARGS)

hypergradients: ## ways back through a training, and annealing against new models, see docs/methods.md; ARGS as it says itself
	$(MVN) -q -pl benchmarks -am package -DskipTests
	OMP_NUM_THREADS=1 $(JDK)/bin/java -Xmx2g --enable-native-access=ALL-UNNAMED -cp $(BENCH_CLASSES) \
	  dev.thaw.benchmarks.hypergradients.HypergradientsBenchmark $(ARGS)

predict: ## the benchmark of forecasts on tables of learning curves; ARGS=--help says how
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx2g -cp $(BENCH_CLASSES) dev.thaw.benchmarks.prediction.PredictionBenchmark $(ARGS)

outlook: ## whether plans and forecasts of studies hold what they say; ARGS=--help says how
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx2g -cp $(BENCH_CLASSES) dev.thaw.benchmarks.outlook.OutlookBenchmark $(ARGS)

published: ## figures that others have published, see docs/published.md; ARGS='speed --help' and the like
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx2g -cp $(BENCH_CLASSES) dev.thaw.benchmarks.published.PublishedBenchmark $(ARGS)

search-continuous: ## the same on a surrogate of training, in a continuous space; ARGS=--help says how
	$(MVN) -q -Pcontinuous -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx2g --enable-native-access=ALL-UNNAMED -cp $(BENCH_CLASSES) \
	  dev.thaw.benchmarks.continuous.ContinuousBenchmark $(ARGS)

soak: ## real clusters in seeded faults; ARGS='--seeds 0..39 --dir DIR', see benchmarks/src/main/java/dev/thaw/benchmarks/faults
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx1g -cp $(BENCH_CLASSES) dev.thaw.benchmarks.faults.FaultSoak $(ARGS)

nights: ## real nights in miniature, judged by the journal and the clock; ARGS='--seeds 0..5 --minutes 5 --dir DIR'
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx256m -cp $(BENCH_CLASSES) dev.thaw.benchmarks.nights.NightsBenchmark $(ARGS)

load: ## the load tests of a cluster on this machine; ARGS='reports --for PT10M', ARGS=--help says what else
	$(MVN) -q -pl benchmarks -am package -DskipTests
	$(JDK)/bin/java -Xmx256m -cp $(BENCH_CLASSES) dev.thaw.benchmarks.load.LoadBenchmark $(ARGS)

demo: ## the demonstration study
	./thaw demo

dist: ## an archive with its own Java runtime, in target/dist; XZ_OPT=-T0 for all processors
	build/dist.sh

dist-slim: ## the same without ND4J, for scripts as trainers, and a proof that it runs
	build/dist.sh --check

image: ## a container image in target/image, made without Docker; ARGS=--help for other bases and registries
	build/image.sh $(ARGS)

clean: ## delete what was built
	$(MVN) -q clean

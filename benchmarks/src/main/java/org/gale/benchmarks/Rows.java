package org.gale.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Targets, one row each. */
final class Rows
{
    private static final Map<String, String> ALONE = Map.of("others", "one", "idBits", "16");
    private static final Map<String, String> BURST = Map.of("burst", "256");

    private static final String BIG = "default --vms 1 --vpes 512 --pes 512 --devices 256 --events 65536";
    /** Storm of the default storm's shape in which nothing is switched or moved. */
    private static final String DIRECT = "direct --vms 16 --events 1024 -C policy=all-or-nothing -C moves=0";
    /** Options that leave the first core to the engine, and the second one to generator and helpers. */
    private static final String PINNED = " -C cpu.engine=0 -C cpu.generator=1 -C cpu.helpers=1";
    /** Default storm on one thread, and all of its threads on one core. */
    private static final String ONE_THREAD = BenchmarkSettings.WARM + " -C threads=1 -C cpu.engine=0 -C cpu.helpers=0";
    private static final String TWO_ENGINES = BenchmarkSettings.WARM + " --engines 2";
    private static final String AT_1M = " --rate 1M";

    static final List<Row> ALL = List.of(
        ofTwo("table", "set pending in the table, against a loop of raw stores", Target.atMost(1.5, "×"),
            TableKernelBenchmark.class, "table", "baselineUnsafe", Map.of("shape", "linear")),
        ofTwo("cycle", "life of an interrupt without the ITS, against a bitmap loop", Target.atMost(3, "×"),
            CycleBenchmark.class, "withoutIts", "baselineBitmapLoop", Map.of()),
        ofTwo("cycle-its", "the same with the ITS", Target.atMost(4, "×"),
            CycleBenchmark.class, "withIts", "baselineBitmapLoop", Map.of()),
        ofTwo("vectors", "the same by triggers of vectors that are not masked, against messages",
            Target.atMost(1 / 0.85, "×"), CycleBenchmark.class, "withVectors", "withIts", Map.of()),
        ofTwo("vectors-unused", "the same by messages where each device has vectors, against devices without",
            Target.atMost(1 / 0.98, "×"), CycleBenchmark.class, "withUnusedVectors", "withIts", Map.of()),
        depth("depth", "the same behind 65,535 others of its VPE, against one other",
            Map.of("others", "oneVpe", "idBits", "16"), ALONE),
        depth("depth-spread", "the same behind 65,535 others of 4 VPEs and 31 priorities",
            Map.of("others", "spread", "idBits", "16"), ALONE),
        depth("depth-ids", "the same in a table of 16 Mi ids, against 64 Ki",
            Map.of("others", "one", "idBits", "24"), ALONE),
        ofTwo("lane", "our lane, against Agrona's OneToOneRingBuffer", Target.atLeast(3, "×"),
            LaneBurstBenchmark.class, "lane", "baselineOneToOneRingBuffer", BURST),
        new AllocationRow("allocation", "allocated in the life of an interrupt with the ITS", Target.atMost(0.05, " B"),
            new JmhCase(CycleBenchmark.class, "withIts", Map.of())),
        new MemoryRow("index-memory", "index per LPI, 65,536 pending over 4 VPEs × 32 priorities",
            Target.atMost(20, " B")),
        new StormRow("storm", "default storm, against its strawman, journal on tmpfs",
            Target.atLeast(0.5, "×"), BenchmarkSettings.MEMORY, false, null),
        new StormRow("storm-disk", "the same, journal in the temporary directory",
            Target.none("×"), System.getProperty("java.io.tmpdir"), false, null),
        new StormRow("storm-none", "the same without a journal",
            Target.none("×"), BenchmarkSettings.NONE, false, null),
        new StormRow("storm-forced", "the same with durability forced",
            Target.atLeast(0.85, "×"), System.getProperty("java.io.tmpdir"), true, null),
        new LatencyRow("latency-100k", "responses at 100 k/s, p90 and p99, against the paced strawman",
            Target.atMost(2, "×"), 100_000),
        new LatencyRow("latency-1M", "the same at 1 M/s", Target.atMost(2, "×"), 1_000_000),
        new LatencyRow("latency-5M", "the same at 5 M/s", Target.atMost(2, "×"), 5_000_000),
        new KeptRateRow("kept-rate", "highest rate that --rate keeps up with, against the closed loop",
            Target.atLeast(0.8, "×"), BenchmarkSettings.WARM),
        new KeptRateRow("kept-rate-pinned", "the same with the engine alone on its core",
            Target.atLeast(0.8, "×"), BenchmarkSettings.WARM + PINNED),
        new ProfileRow("ready", "default storm with ready LPIs, against each event through its entry",
            Target.none("×"), BenchmarkSettings.WARM, BenchmarkSettings.WARM + " -C ready=off", true),
        ProfileRow.measuring("measuring", "default storm, 1 of 16 responses measured, against one without latencies",
            Target.atLeast(0.95, "×"), "1:16"),
        ProfileRow.measuring("measuring-all", "the same with every response", Target.atLeast(0.8, "×"), "all"),
        ProfileRow.of("overcommit", "storm of scheduled vCPUs, against the default storm",
            Target.atLeast(0.1, "×"), "overcommit"),
        ProfileRow.of("big", "storm of 16 Mi LPIs, 512 VPEs and 32 priorities, against the default storm",
            Target.atLeast(1.0 / 3, "×"), BIG),
        ProfileRow.of("direct", "storm of direct vCPUs of a GICv4 host, against the default storm",
            Target.atLeast(0.4, "×"), DIRECT),
        ProfileRow.of("forwarded", "the same with software-forwarded vCPUs: the pool is too small",
            Target.atLeast(0.2, "×"), DIRECT + " -C vpeid_bits=1"),
        ProfileRow.of("board", "default storm on a board of 4 IRSs and 4 ITSs, against the default storm",
            Target.atLeast(0.9, "×"), BenchmarkSettings.DEFAULT + " -C irss=4 -C itss=4"),
        ProfileRow.of("msix", "storm of triggers of vectors that are masked and retargeted, against the default storm",
            Target.none("×"), "msix"),
        new JobRow("job", "default storm from its file, against the same by options",
            Target.atLeast(0.98, "×"), "default.yaml"),
        new JobRow("groups", "storm of eight groups of two VMs, against the default storm",
            Target.atLeast(0.9, "×"), "groups.yaml"),
        new ProfileRow("one-thread", "default storm, generator and engine on one thread and core, against two",
            Target.atLeast(0.65, "×"), ONE_THREAD, BenchmarkSettings.WARM, true),
        new MedianRow("one-thread-1M", "the same at 1 M/s: median response", Target.atMost(1.5, "×"),
            ONE_THREAD + AT_1M, BenchmarkSettings.WARM + AT_1M),
        new ProfileRow("engines", "default storm by two engines, against one engine and a generator",
            Target.atLeast(1.2, "×"), TWO_ENGINES, BenchmarkSettings.WARM, true),
        new ProfileRow("engines-one", "the same against one engine on one core",
            Target.atLeast(1.3, "×"), TWO_ENGINES, ONE_THREAD, true),
        new EnginesRow("engines-replay", "replay of the journals of two engines, against that of one",
            Target.atLeast(1.3, "×"), EnginesRow.Kind.REPLAY),
        new VirtualRow("engines-virtual", "default storm's shape in virtual time by two engines, against one",
            Target.atLeast(1.3, "×"), VirtualRow.Kind.ENGINES),
        new EnginesRow("engines-memory", "memory of an engine more at 64 VMs: 24 MiB, and some 9 MiB of its tables, " +
            "lanes and histograms", Target.atMost(33, " MiB"), EnginesRow.Kind.MEMORY),
        new VirtualRow("virtual", "default storm's shape in virtual time, handlers of 1 us, against the default storm",
            Target.atLeast(0.06, "×"), VirtualRow.Kind.RATE),
        new VirtualRow("virtual-vpes", "the same with 4,096 VPEs: time of an interrupt, against 64",
            Target.atMost(1.3, "×"), VirtualRow.Kind.VPES),
        new VirtualRow("virtual-direct", "direct vCPUs in virtual time with all that residency costs: time of an " +
            "interrupt, against little of it", Target.atMost(1.35, "×"), VirtualRow.Kind.DIRECT),
        new VirtualRow("virtual-bytes", "the same: journal per interrupt", Target.atMost(110, " B"),
            VirtualRow.Kind.BYTES),
        new VirtualRow("models", "io, packets and virtio in virtual time: the slowest, against an open loop alike",
            Target.atLeast(0.5, "×"), VirtualRow.Kind.MODELS),
        new ToggleRow("toggle", "transition of a vCPU with 256 vLPIs under traffic, version 4.1", "4.1"),
        new ToggleRow("toggle-4.0", "the same with the gap and the second pend of version 4.0", "4.0"),
        new MigrationRow("migrate", "migration of a VM of KVM with 4,096 LPIs: processor time",
            Target.none(" ms"), 12, 0),
        new MigrationRow("migrate-65536", "the same with 65,536 LPIs, against 4,096: 16 times as many",
            Target.atMost(16, "×"), 12, 16),
        new StormRow("replay", "replay of the default storm, against live",
            Target.atLeast(1, "×"), BenchmarkSettings.MEMORY, false, StormRow::replayRate),
        new StormRow("journal-bytes", "journal of the default storm per command",
            Target.atMost(9, " B"), BenchmarkSettings.MEMORY, false, StormRow::bytesPerCommand),
        new ScriptRow("script", "commands of gale script, on its standard input",
            Target.atLeast(0.1, " M/s"), false),
        new ScriptRow("script-socket", "the same over a socket, connections one after another",
            Target.atLeast(0.1, " M/s"), true));

    private Rows()
    {
    }

    /**
     * Returns the rows of the given names, or all rows if there are none.
     *
     * @throws IllegalArgumentException if there is no such row
     */
    static List<Row> named(final List<String> names)
    {
        final List<Row> rows = new ArrayList<>();
        for (final String name : names)
        {
            rows.add(ALL.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("no row '" + name + "' ('gale bench --list' lists them)")));
        }

        return names.isEmpty() ? ALL : rows;
    }

    private static Row ofTwo(
        final String name,
        final String what,
        final Target target,
        final Class<?> benchmark,
        final String ours,
        final String baseline,
        final Map<String, String> parameters)
    {
        return new JmhRow(
            name, what, target, new JmhCase(benchmark, ours, parameters), new JmhCase(benchmark, baseline, parameters));
    }

    private static Row depth(
        final String name, final String what, final Map<String, String> ours, final Map<String, String> baseline)
    {
        return new JmhRow(name, what, Target.atMost(1.1, "×"), new JmhCase(DepthBenchmark.class, "cycle", ours),
            new JmhCase(DepthBenchmark.class, "cycle", baseline));
    }
}

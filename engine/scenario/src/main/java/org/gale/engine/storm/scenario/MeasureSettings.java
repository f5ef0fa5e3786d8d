package org.gale.engine.storm.scenario;

import java.util.List;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.Quantity;
import org.gale.engine.host.Pinning;
import org.gale.engine.storm.scenario.Setting.Group;

/** Settings of one run, which its journal does not record: each part of a storm that is resumed has its own. */
public final class MeasureSettings
{
    private static final String AUTO = "auto";
    private static final String ALL_WORD = "all";
    private static final String NONE = "0";
    private static final long OUTLIERS_DEFAULT = 10;
    private static final long OUTLIERS_LIMIT = 1_000;
    private static final long ONE_THREAD = 1;
    private static final long THREADS_DEFAULT = 2;
    private static final long HANDLER_LIMIT_NS = 1_000_000_000;
    private static final SettingType<Long> LENGTH = SettingType.DURATION.labelled("T|auto|0")
        .readBy(MeasureSettings::length).shownBy(MeasureSettings::length).suggesting(List.of("auto", "0"));

    public static final Setting<Long> WARMUP = Setting.of("warmup", Group.PACE, LENGTH).defaultValue(Warmup.AUTO_NS)
        .help("Leave the first part out of rates and latencies: T, nothing (0), or until compilers and rate are " +
        "steady, at most 5 s or a fifth of the storm (auto). Default: {warmup=}.");
    public static final Setting<Long> MAX_IN_FLIGHT = Setting.of("max-in-flight", Group.PACE, SettingType.COUNT)
        .between(1, Long.MAX_VALUE).unlimited(Long.MAX_VALUE)
        .help("With {rate} R: skip and count events that are due while N are in flight, in place of a burst to catch " +
        "up. Default: no limit.");

    /** Value of {@link #ENGINES} for as many as there are cores and partitions. */
    public static final long ALL_ENGINES = 0;
    /** The most engines of a process. */
    public static final long ENGINES_LIMIT = 256;
    public static final Setting<Long> ENGINES = Setting.of("engines", Group.PACE, SettingType.COUNT
        .labelled("N|all").readBy(MeasureSettings::engines).shownBy(MeasureSettings::engines)
        .suggesting(List.of(ALL_WORD))).between(ALL_ENGINES, ENGINES_LIMIT)
        .help("Run the storm with N engines that share nothing, each on one thread. Engine E has the partitions P " +
        "with P mod N = E: VMs, or the partitions of the job. all: as many as there are cores and partitions. " +
        "Default: one engine.");
    public static final Setting<Share> SHARE = Setting.of("share", Group.PACE,
        SettingType.text(Share.class, "I/N", Share::parse, Share::text))
        .help("Run share I of N alone, from 0: the partitions P with P mod N = I. 'gale report add' adds reports.");

    public static final Setting<Conditions> STOP_IF = Setting.of("stop-if", Group.PACE,
        SettingType.conditions("'METRIC > T'", StopConditions.FORM))
        .help("End in good order with exit code 3, keep the journal and show the interrupt as soon as a sampled one " +
        "after the warm-up meets 'METRIC > T' or 'METRIC >= T'. METRIC: response, request, service, a stage, or " +
        "stall, after a job's group and phase: 'quiet.noise.response > 1ms'. May be given again, or with commas " +
        "between: any of the conditions ends the storm.");
    public static final Setting<Long> OUTLIERS = Setting.of("outliers", Group.KEY, SettingType.COUNT)
        .between(0, OUTLIERS_LIMIT).defaultValue(OUTLIERS_DEFAULT)
        .help("Show the N slowest sampled responses, each with its cause. Default: {.outliers=}.");

    public static final Setting<Long> HANDLER = Setting.of("handler", Group.KEY, SettingType.DURATION)
        .between(0, HANDLER_LIMIT_NS).defaultValue(0L).unit("ns")
        .help("Let a guest wait for T, busy, in each turn. Commands and digests stay the same.");
    public static final Setting<Long> THREADS = Setting.of("threads", Group.KEY, SettingType.COUNT)
        .between(ONE_THREAD, THREADS_DEFAULT).defaultValue(THREADS_DEFAULT)
        .help("Run generator and engine on two threads (2), or in turns on one (1). Default: {.threads=}.");
    public static final Setting<Long> CPU_ENGINE = Setting.of("cpu.engine", Group.KEY, SettingType.COUNT)
        .between(0, Pinning.CPU_LIMIT - 1).help("Pin the engine's thread to processor N, once the storm begins.");
    public static final Setting<Long> CPU_GENERATOR = Setting.of("cpu.generator", Group.KEY, SettingType.COUNT)
        .between(0, Pinning.CPU_LIMIT - 1).help("Pin the generator's thread to processor N.");
    public static final Setting<Long> CPU_HELPERS = Setting.of("cpu.helpers", Group.KEY, SettingType.COUNT)
        .between(0, Pinning.CPU_LIMIT - 1).help("Pin the journal's helpers and other threads to processor N.");

    public static final Setting<CpuList> CPU_ENGINES = Setting.of("cpu.engines", Group.KEY,
        SettingType.text(CpuList.class, "LIST", CpuList::parse, CpuList::text))
        .help("Pin the threads of {engines} to the processors of a list, such as 0-3,8, one each.");

    /** Settings of the engines of a host, which say who runs a storm and not what it is. */
    public static final List<Setting<?>> OF_HOST = List.of(ENGINES, SHARE, CPU_ENGINES);

    /** All settings of a run, in the order in which a front end offers them. */
    public static final List<Setting<?>> ALL = List.of(WARMUP, MAX_IN_FLIGHT, STOP_IF, OUTLIERS, HANDLER,
        THREADS, CPU_ENGINE, CPU_GENERATOR, CPU_HELPERS);

    /** Settings by which everything from the first offer on is measured. */
    public static final SettingValues WITHOUT_WARMUP = SettingValues.NONE.with(WARMUP, 0L);

    private MeasureSettings()
    {
    }

    /** Returns whether generator and engine take turns on one thread. */
    public static boolean isOneThread(final SettingValues given)
    {
        return given.valueOrDefault(THREADS) == ONE_THREAD;
    }

    private static long length(final String text)
    {
        return text.equals(AUTO) ? Warmup.AUTO_NS : text.equals(NONE) ? 0 : Quantity.durationNs(text);
    }

    private static long engines(final String text)
    {
        if (text.equals(ALL_WORD))
        {
            return ALL_ENGINES;
        }
        if (!text.matches("[0-9]{1,9}") || Long.parseLong(text) < 1 || Long.parseLong(text) > ENGINES_LIMIT)
        {
            throw new IllegalArgumentException(
                "'" + text + "' is no number of engines (write 1 to " + ENGINES_LIMIT + ", or all)");
        }

        return Long.parseLong(text);
    }

    private static String engines(final long engines)
    {
        return engines == ALL_ENGINES ? ALL_WORD : Long.toString(engines);
    }

    private static String length(final long ns)
    {
        return ns == Warmup.AUTO_NS ? AUTO : ns == 0 ? NONE : Quantity.durationText(ns);
    }
}

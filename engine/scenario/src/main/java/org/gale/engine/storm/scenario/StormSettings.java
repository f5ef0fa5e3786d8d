package org.gale.engine.storm.scenario;

import java.nio.file.Path;
import java.util.List;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.MachineLimits;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.storm.scenario.Setting.Group;

/** Settings of the traffic, the pace and the files of a storm. A setting of one profile is declared there. */
public final class StormSettings
{
    /** Durability without a journal, and the journal that is none. */
    public static final String NONE = "none";
    /** Durability that survives the end of the process. */
    public static final String PROCESS = "process";
    /** Durability that survives a power loss. */
    public static final String FORCED = "forced";
    /** Clock of the host. */
    public static final String WALL = "wall";
    /** Clock of a simulation. */
    public static final String VIRTUAL = "virtual";
    /** A count that ends nothing. */
    public static final long COUNT_UNLIMITED = Long.MAX_VALUE;
    /** A duration that ends nothing: a year. */
    public static final long DURATION_UNLIMITED_NS = 365L * 86_400 * 1_000_000_000;

    public static final Setting<String> PROFILE = Setting.of("profile", Group.TRAFFIC, SettingType.NAME)
        .defaultValue("default")
        .help("The kind of traffic; 'gale profiles' lists them, and what they have in place of the " +
        "defaults below. Default: {profile=}.");
    public static final Setting<Long> VMS = Setting.of("vms", Group.TRAFFIC, SettingType.COUNT)
        .between(1, 1 << 12).defaultValue(16L).unit("VM").recorded("vms").help("VMs. Default: {vms=}.");
    public static final Setting<Long> VPES = Setting.of("vpes", Group.TRAFFIC, SettingType.COUNT)
        .between(1, 1 << 9).defaultValue(4L).unit("VPE").recorded("vpes")
        .help("VPEs of a VM, each resident on its own PE. Default: {vpes=}.");
    public static final Setting<Long> PES = Setting.of("pes", Group.TRAFFIC, SettingType.COUNT)
        .between(MachineKeys.PES.type().min(), MachineKeys.PES.type().max()).unit(MachineKeys.PES.type().unit())
        .recorded("pes")
        .follows(StormSettings::totalVpes, VMS, VPES).help("PEs of the machine. Default: VMs x VPEs.");
    public static final Setting<Long> DEVICES = Setting.of("devices", Group.TRAFFIC, SettingType.COUNT)
        .between(1, 1 << 12).defaultValue(4L).unit("device").recorded("devices")
        .help("Devices of a VM. Default: {devices=}.");
    public static final Setting<Long> EVENTS = Setting.of("events", Group.TRAFFIC, SettingType.COUNT)
        .between(1, 1 << 16).defaultValue(1024L).unit("event").recorded("events")
        .help("Events of a device, each its own LPI. Default: {events=}.");
    public static final Setting<Long> LPIS = Setting.of("lpis", Group.TRAFFIC, SettingType.COUNT)
        .between(1, 1 << 24).unit("LPI").recorded("lpis")
        .follows((devices, events) -> devices * events, DEVICES, EVENTS)
        .help("LPIs of a VM. Default: devices x events. Any two of the three give the third.");
    public static final Setting<Long> SEED = Setting.of("seed", Group.TRAFFIC, SettingType.SEED)
        .defaultValue(1L).recorded("seed").help("Seed of everything random. Default: {seed=}.");

    public static final Setting<Double> RATE = Setting.of("rate", Group.PACE, SettingType.RATE)
        .between(0, Long.MAX_VALUE).defaultValue(SettingType.RATE_MAX).unlimited(SettingType.RATE_MAX).unit("per_s")
        .recorded("rate").help("Interrupts a second, whether they are delivered or not (open loop), " +
        "or max: as fast as they are delivered, each event once in flight (closed loop). Default: {rate=}.");
    public static final Setting<Long> DURATION = Setting.of("duration", Group.PACE, SettingType.DURATION)
        .between(1, DURATION_UNLIMITED_NS).defaultValue(10_000_000_000L)
        .unlimited(DURATION_UNLIMITED_NS).unit("ns").recorded("duration_ns")
        .help("End after T. Default: {duration=}, and {count=} interrupts if {count} is not given either.");
    public static final Setting<Long> COUNT = Setting.of("count", Group.PACE, SettingType.COUNT)
        .between(1, COUNT_UNLIMITED).defaultValue(100_000_000L).unlimited(COUNT_UNLIMITED)
        .recorded("count").help("End after N interrupts. With {duration}, what comes first ends the storm.");
    public static final Setting<String> CLOCK = Setting.of("clock", Group.PACE,
        SettingType.words(WALL + '|' + VIRTUAL, List.of(WALL, VIRTUAL))).defaultValue(WALL).recordedIfOther("clock")
        .help("Time of the storm. wall: that of this host. virtual: exits, wake-ups, handlers and time slices take " +
        "the times of a cost model, and the same storm gives the same bytes on any machine. Default: {clock=}.");

    public static final Setting<Path> JOURNAL = Setting.of("journal", Group.FILES, SettingType.pathType("DIR|none"))
        .use(FileUse.MADE)
        .help("Keep the journal in DIR, which is new or empty, or keep none. Default: a temporary directory (about " +
        "1 GiB for the default storm), removed at the end if all went well.");
    public static final Setting<Path> RESUME = Setting.of("resume", Group.FILES, SettingType.pathType("DIR"))
        .use(FileUse.READ)
        .help("Continue a storm from its journal DIR after its process was killed or its disk was full. Only " +
        "storms on the wall clock can be resumed. Job, phase and durability come from the journal. So do {count}, " +
        "which counts the whole run, and {duration}, which begins again, unless you give them. A job with phases " +
        "runs its remaining phases.");
    public static final Setting<String> DURABILITY = Setting.of("durability", Group.FILES,
        SettingType.words("M", List.of(NONE, PROCESS, FORCED))).defaultValue(PROCESS)
        .help("What an acknowledged command survives: process (kill -9), forced (power loss), or none (no journal). " +
        "Default: {durability=}.");
    public static final Setting<Long> JOURNAL_LIMIT = Setting.of("journal-limit", Group.FILES, SettingType.SIZE)
        .unit("bytes")
        .help("Keep the journal's segments within SIZE: purge the oldest segments, as soon as a later segment " +
        "begins with a snapshot. gale.journal names the purged segments. Default: no limit.");
    public static final Setting<Boolean> REPLAY = Setting.of("replay", Group.FILES, SettingType.SWITCH)
        .defaultValue(true).help("Do not verify and replay the journal afterwards.");
    public static final Setting<Path> RAM_FILE = Setting.of("ram-file", Group.FILES, SettingType.fileType("F"))
        .use(FileUse.WRITTEN)
        .help("Hold the machine's RAM in F, which is new or empty; others may map it to read. Default: memory.");
    public static final Setting<Path> LANES = Setting.of("lanes", Group.FILES, SettingType.pathType("DIR"))
        .use(FileUse.MADE)
        .help("Let other processes send MSIs through files in DIR, which is new or empty: lane-00 to lane-07, or as " +
        "many as {.lanes}=N says. With {.generator}=off nobody else sends, until {duration} or Ctrl-C.");

    /** Value of {@link #LATENCY} by which every interrupt is measured. */
    public static final long EVERY_ONE = 1;
    public static final Setting<Long> LATENCY = Setting.of("latency", Group.SHOWN, SettingType.SAMPLING)
        .between(0, Integer.MAX_VALUE).defaultValue(16L).recorded("latency")
        .help("Take latencies of every interrupt, of one in N, drawn by a hash of the message, or of none. " +
        "Default: {latency=}; all with {clock} virtual, and of traces.");
    public static final Setting<Path> JSON = Setting.of("json", Group.SHOWN, SettingType.fileType("FILE|-"))
        .use(FileUse.WRITTEN)
        .help("Write the report as JSON (schema gale.storm/5). With -, stdout is JSON alone: no head, no text report.");

    public static final Setting<Spacing> ARRIVALS = Setting.of("arrivals", Group.KEY, Spacing.TYPE)
        .defaultValue(Spacing.POISSON).recorded("arrivals")
        .help("With {rate} R: a Poisson process, or evenly spaced. In a job also in bursts. Default: {.arrivals=}.");
    public static final Setting<Long> ITERATIONS = Setting.of("iterations", Group.KEY, SettingType.COUNT)
        .help("Offer every event N times, and end. Default: 10k of lpi-stress.");
    public static final Setting<Long> WINDOW = Setting.of("window", Group.KEY, SettingType.COUNT)
        .between(0, Integer.MAX_VALUE).defaultValue(0L).unlimited(0L).recorded("window")
        .help("With {rate} max: at most N interrupts in flight. Default: 8,192, but never two of one event.");
    public static final Setting<Boolean> GENERATOR =
        Setting.of("generator", Group.KEY, SettingType.SWITCH).defaultValue(true)
        .help("Offer the storm's own events; off leaves the lanes of {lanes} as the only source. " +
        "Default: {.generator=}.");
    public static final Setting<Long> LANE_COUNT = Setting.of("lanes", Group.KEY, SettingType.COUNT)
        .between(1, LaneFiles.COUNT_LIMIT).defaultValue((long)LaneFiles.COUNT_DEFAULT)
        .help("Lane files in the directory of {lanes}. Default: {.lanes=}.");

    public static final Setting<Boolean> SPACE_CHECK =
        Setting.of("space-check", Group.KEY, SettingType.SWITCH).defaultValue(true)
        .help("Off: begin although the journal may not find the space that it may need.");

    public static final Setting<StormPattern> PATTERN = Setting.of("pattern", Group.PROFILE, SettingType.words(
        StormPattern.class, List.of(StormPattern.values()), StormPattern::label)
        .labelled("PATTERN")).defaultValue(StormPattern.SEEDED).recordedIfOther("pattern")
        .help("Order in which events are offered, and spread of LPIs. Default: {pattern=}.");

    /** All settings of this class and of traces, in the order in which a front end offers them. */
    public static final List<Setting<?>> ALL = List.of(PROFILE, VMS, VPES, PES, LPIS, DEVICES, EVENTS, SEED,
        TraceSettings.TRACE, TraceSettings.SPEED, TraceSettings.VECTORS, TraceSettings.TIMERS, TraceSettings.IPIS, RATE,
        DURATION, COUNT, CLOCK, JOURNAL, RESUME, DURABILITY, JOURNAL_LIMIT, REPLAY, RAM_FILE, LANES, LATENCY, JSON,
        ARRIVALS, ITERATIONS, WINDOW, GENERATOR, LANE_COUNT, SPACE_CHECK);

    /** Recorded settings that each part of a storm may choose anew. */
    public static final List<Setting<?>> OF_EACH_PART = List.of(DURATION, COUNT, LATENCY);

    /** Settings that a journal records, in the order of its keys. Their values make a {@link StormConfig}. */
    public static final List<Setting<?>> RECORDED = List.of(VMS, VPES, PES, LPIS, DEVICES, EVENTS, RATE, ARRIVALS,
        DURATION, COUNT, SEED, LATENCY, WINDOW, PATTERN, CLOCK);

    /** Settings of the VMs, their devices and their traffic, which are those of one group where a job has more. */
    public static final List<Setting<?>> OF_VMS =
        List.of(VMS, VPES, LPIS, DEVICES, EVENTS, RATE, ARRIVALS, WINDOW, TraceSettings.TRACE, TraceSettings.SPEED,
            TraceSettings.VECTORS, TraceSettings.TIMERS, TraceSettings.IPIS);

    /** Settings of a storm's own traffic, which a storm of lanes alone has not. */
    public static final List<Setting<?>> OF_GENERATOR = List.of(RATE, COUNT);

    private StormSettings()
    {
    }

    private static long totalVpes(final long vms, final long vpesOfVm)
    {
        final long vpes = vms * vpesOfVm;
        if (vpes > MachineLimits.PE_LIMIT)
        {
            throw new SettingException(VMS, vms, " × ", VPES, " ", vpesOfVm, " are ", vpes,
                " VPEs, more than the ", MachineLimits.PE_LIMIT, " PEs of a machine");
        }

        return vpes;
    }
}

package org.gale.engine.storm.scenario;

import java.nio.file.Path;
import java.util.List;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.FileUse;
import org.gale.engine.storm.scenario.Setting.Group;

/** Settings of what a storm shows besides its text and JSON reports, and of the figures that fail it. */
public final class ShownSettings
{
    public static final Setting<Path> HTML = Setting.of("html", Group.SHOWN, SettingType.fileType("FILE"))
        .use(FileUse.WRITTEN)
        .help("Write the report as one page of HTML, with pictures of latencies, rates, stages and VMs.");
    public static final Setting<Path> CSV = Setting.of("csv", Group.SHOWN, SettingType.fileType("FILE"))
        .use(FileUse.WRITTEN)
        .help("Write rates and latencies as CSV, one row a second.");
    public static final Setting<Path> HLOG = Setting.of("hlog", Group.SHOWN, SettingType.fileType("FILE"))
        .use(FileUse.WRITTEN)
        .help("Write the latencies of each second as an interval log of HdrHistogram, with a tag for each stage.");
    public static final Setting<Path> HGRM = Setting.of("hgrm", Group.SHOWN, SettingType.fileType("FILE"))
        .use(FileUse.WRITTEN)
        .help("Write the percentile distribution of the response time in HdrHistogram's format, and next to FILE one " +
        "of the service time and of each stage: run.hgrm, run.service.hgrm, run.queued.hgrm and so on.");
    public static final Setting<Path> SAMPLES = Setting.of("samples", Group.SHOWN, SettingType.fileType("FILE"))
        .use(FileUse.WRITTEN)
        .help("Write command, VM, LPI and stages of each sampled interrupt as CSV: of the first 1,000,000 after the " +
        "warm-up. The last line says how many were left out.");
    public static final Setting<Path> PERFETTO = Setting.of("perfetto", Group.SHOWN, SettingType.fileType("FILE"))
        .use(FileUse.WRITTEN)
        .help("Write the storm's journal as a trace for ui.perfetto.dev: lanes, engine, PEs. At most 500,000 events: " +
        "needs {count} 150k or less.");
    public static final Setting<Path> METRICS = Setting.of("metrics", Group.SHOWN, SettingType.fileType("FILE"))
        .use(FileUse.WRITTEN)
        .help("Write each figure of the report as a gauge in OpenMetrics text.");
    public static final Setting<Conditions> FAIL_IF = Setting.of("fail-if", Group.SHOWN, SettingType.CONDITIONS)
        .help("Fail with exit code 3 if a figure of the report fulfils COND, such as 'response.p99 > 50us', 'rate < " +
        "1M' or 'queued.p50 >= 2us'. A job's group and phase come first: 'quiet.noise.response.p99 > 5ms'. May " +
        "be given again, or with commas between.");

    /** All settings of what is shown, in the order in which a front end offers them. */
    public static final List<Setting<?>> ALL = List.of(HTML, CSV, HLOG, HGRM, SAMPLES, PERFETTO, METRICS, FAIL_IF);
    /** Settings that name a file. */
    public static final List<Setting<Path>> FILES =
        List.of(HTML, CSV, HLOG, HGRM, SAMPLES, PERFETTO, METRICS);

    /** Path that stands for the standard output. */
    public static final Path STDOUT = Path.of("-");

    private static final String HGRM_ENDING = ".hgrm";
    private static final long TRACED_LIMIT = 500_000 / 3;

    private ShownSettings()
    {
    }

    /**
     * Returns the file next to a percentile distribution for another latency: {@code NAME.queued.hgrm}.
     *
     * @param file    that was named for the response time
     * @param latency name of the service time or of a stage
     */
    public static Path percentileFile(final Path file, final String latency)
    {
        final String name = file.getFileName().toString();
        final String base =
            name.endsWith(HGRM_ENDING) ? name.substring(0, name.length() - HGRM_ENDING.length()) : name;

        return file.resolveSibling(base + '.' + latency + HGRM_ENDING);
    }

    /**
     * Refuses standard output in place of a file.
     *
     * @throws SettingException if a file is standard output
     */
    public static void check(final SettingValues given)
    {
        for (final Setting<Path> setting : FILES)
        {
            if (STDOUT.equals(given.get(setting)))
            {
                throw new SettingException(setting, "'-' is no file (", StormSettings.JSON, " - writes to stdout)");
            }
        }
    }

    /**
     * Refuses a log of samples where none is taken.
     *
     * @param hasLatencies true if latencies of some interrupts are taken
     * @throws SettingException if samples are to be written, and latencies are off
     */
    public static void checkSamples(final SettingValues given, final boolean hasLatencies)
    {
        if (given.has(SAMPLES) && !hasLatencies)
        {
            throw new SettingException(SAMPLES, "'", given.text(SAMPLES), "' needs latencies, and ",
                StormSettings.LATENCY, " is off");
        }
    }

    /**
     * Refuses a trace that cannot hold the storm.
     *
     * @param events of the storm, at most
     * @throws SettingException if a trace is to be written of a storm without a journal, or of too many interrupts
     */
    public static void checkTrace(final SettingValues given, final long events, final boolean hasJournal)
    {
        if (given.has(PERFETTO) && !hasJournal)
        {
            throw new SettingException(PERFETTO, "a trace is made of the journal, and there is none");
        }
        if (given.has(PERFETTO) && events > TRACED_LIMIT)
        {
            throw new SettingException(PERFETTO, "a trace holds 500,000 events, up to three for each " +
                "interrupt (try ", StormSettings.COUNT, " 150k, or trace a window of its journal with gale replay)");
        }
    }
}

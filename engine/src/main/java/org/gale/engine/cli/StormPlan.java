package org.gale.engine.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.StormConfig;
import org.gale.engine.storm.StormRun;
import picocli.CommandLine.TypeConversionException;

/**
 * A storm as the command line wants it. Everything is checked when it is made, and nothing is created.
 *
 * @param profile    name of the traffic's profile
 * @param config     the storm
 * @param isTimed    may the duration end it, or the count alone?
 * @param durability {@code none}, {@code process} or {@code forced}
 * @param journal    where the journal goes, or lies; null for none or for a temporary directory
 * @param isResumed  does the storm go on with that journal?
 * @param limitBytes within which the journal's segments stay, the oldest given up; 0 for no limit
 * @param replays    is the journal to be replayed?
 * @param ramFile    where RAM goes, or null
 * @param json       where the JSON report goes: a file, {@code -} for stdout, or null
 * @param lanes      where other processes attach
 */
record StormPlan(
    String profile,
    StormConfig config,
    boolean isTimed,
    String durability,
    Path journal,
    boolean isResumed,
    long limitBytes,
    boolean replays,
    Path ramFile,
    Path json,
    StormLanes lanes)
{
    static final String ARRIVALS = "arrivals";
    static final String WINDOW = "window";
    static final String ITERATIONS = "iterations";
    static final List<String> KEYS =
        Stream.concat(Stream.of(ARRIVALS, ITERATIONS, WINDOW), StormLanes.KEYS.stream()).toList();

    private static final Path NO_JOURNAL = Path.of(StormConverters.NONE);
    private static final Path STDOUT = Path.of("-");
    private static final int EVENTS_LIMIT = 1 << 16;

    /**
     * @param settings the keys that were set with {@code -C}
     * @throws OutcomeException if something cannot be
     */
    static StormPlan of(final StormOptions options, final Map<String, String> settings)
    {
        final StormOptions.Files files = options.files;
        if (files.resume != null)
        {
            return resumed(StormResume.of(files.resume), options, settings);
        }
        final boolean isNone = NO_JOURNAL.equals(files.journal);
        if (isNone && files.durability != null && !files.durability.equals(StormConverters.NONE))
        {
            throw usage("--durability: '" + files.durability + "' needs a journal, and --journal is none");
        }
        final boolean isPlain = StormConverters.NONE.equals(files.durability);
        if (isPlain && files.journal != null && !isNone)
        {
            throw usage("--durability: 'none' keeps no journal, and --journal names " + files.journal);
        }
        final String durability = isNone || isPlain ? StormConverters.NONE :
            files.durability == null ? StormConverters.PROCESS : files.durability;
        final StormProfile profile = profile(options.traffic);
        final StormLanes lanes = StormLanes.of(options, settings);
        final StormConfig config = config(profile, options, settings, lanes);
        final StormPlan plan = new StormPlan(profile.name(), config,
            options.pace.durationNs != null || config.durationNs() < StormConfig.DURATION_UNLIMITED_NS ||
                !lanes.hasGenerator(), durability,
            durability.equals(StormConverters.NONE) ? null : files.journal, false,
            StormLimit.of(files.journalLimit, durability, config), !files.isNotReplayed,
            files.ramFile, options.shown.json, lanes);
        StormPaths.check(plan);

        return plan;
    }

    private static StormProfile profile(final StormOptions.Traffic traffic)
    {
        final String name = profileName(traffic);

        return name == null ? StormProfile.ALL.get(0) : StormProfile.of(name);
    }

    /** The profile that was asked for, in one way or the other; null if none was. */
    static String profileName(final StormOptions.Traffic traffic)
    {
        if (traffic.profile != null && traffic.named != null)
        {
            throw usage("--profile: '" + traffic.profile + "' and '" + traffic.named + "' are two profiles");
        }

        return traffic.named == null ? traffic.profile : traffic.named;
    }

    private static StormPlan resumed(
        final StormResume resume, final StormOptions options, final Map<String, String> settings)
    {
        final StormConfig config = resume.config(options, settings);
        final StormPlan plan = new StormPlan(resume.profile(), config,
            config.durationNs() < StormConfig.DURATION_UNLIMITED_NS, resume.durability(), resume.directory(), true,
            resume.limitBytes(options), !options.files.isNotReplayed, options.files.ramFile, options.shown.json,
            StormLanes.of(options, settings));
        StormPaths.check(plan);

        return plan;
    }

    /** The machine that the storm needs. */
    MachineConfig machine()
    {
        return StormRun.machineFor(config);
    }

    boolean hasJournal()
    {
        return !durability.equals(StormConverters.NONE);
    }

    boolean isJsonOnStdout()
    {
        return STDOUT.equals(json);
    }

    private static StormConfig config(final StormProfile profile, final StormOptions options,
        final Map<String, String> settings, final StormLanes lanes)
    {
        final StormConfig otherwise = profile.config();
        final StormOptions.Traffic traffic = options.traffic;
        final StormOptions.Pace pace = options.pace;
        final boolean isUnlimited = pace.durationNs == null && pace.count == null;
        final int vms = number("--vms", traffic.vms, otherwise.vms());
        final int vpes = number("--vpes", traffic.vpes, otherwise.vpes());
        final int pes = number("--pes", traffic.pes, (int)Math.min(Integer.MAX_VALUE, (long)vms * vpes));
        final int[] lpis = lpis(traffic, otherwise);
        final long rounds = rounds(profile, pace, settings, lanes);
        final double rate = pace.rate == null ? otherwise.ratePerS() : pace.rate;
        final long defaultNs = lanes.hasGenerator() ? otherwise.durationNs() : StormConfig.DURATION_UNLIMITED_NS;
        final long durationNs = isUnlimited && rounds == 0 ? defaultNs :
            positive("--duration", pace.durationNs, StormConfig.DURATION_UNLIMITED_NS, "10s");
        final long count = rounds > 0 ? count(rounds, vms, lpis[0]) : isUnlimited ? otherwise.countLimit() :
            positive("--count", pace.count, StormConfig.COUNT_UNLIMITED, "1M");
        if (durationNs > StormConfig.DURATION_UNLIMITED_NS)
        {
            throw usage("--duration: " + NumberText.duration(durationNs) + " is longer than a year");
        }
        try
        {
            final StormConfig config = new StormConfig(vms, vpes, pes, lpis[0], lpis[1], lpis[2], rate,
                isPoisson(settings, rate), durationNs, count, traffic.seed == null ? otherwise.seed() : traffic.seed,
                options.shown.latencyEvery == null ? otherwise.latencyEvery() : options.shown.latencyEvery,
                window(settings, rate), otherwise.pattern());
            StormRun.machineFor(config);                                        // there is one, or it says why not

            return config;
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, ex.getMessage(), ex);
        }
    }

    /** How often each event is to be offered, 0 if something else says how long. */
    private static long rounds(final StormProfile profile, final StormOptions.Pace pace,
        final Map<String, String> settings, final StormLanes lanes)
    {
        final String given = settings.get(ITERATIONS);
        if (given == null)
        {
            return pace.durationNs == null && pace.count == null && lanes.hasGenerator() ? profile.rounds() : 0;
        }
        if (pace.count != null || !lanes.hasGenerator())
        {
            throw usage("-C iterations: '" + given + (pace.count == null ?
                "' is of the generator, and -C generator=off turns it off" : "' and --count both say how many"));
        }
        try
        {
            return positive("-C iterations", Quantity.count(given), 0, "1k");
        }
        catch (final TypeConversionException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "-C iterations: " + ex.getMessage(), ex);
        }
    }

    private static long count(final long rounds, final int vms, final int lpis)
    {
        final long events = Math.max(1, (long)vms * lpis);
        if (rounds > StormConfig.COUNT_UNLIMITED / events)
        {
            throw usage("-C iterations: " + rounds + " is too many");
        }

        return rounds * events;
    }

    private static boolean isPoisson(final Map<String, String> settings, final double rate)
    {
        final String arrivals = settings.get(ARRIVALS);
        if (arrivals != null && rate == StormConverters.RATE_MAX)
        {
            throw usage("-C arrivals: '" + arrivals + "' needs a rate (try --rate 1M)");
        }
        try
        {
            return arrivals == null || StormConverters.oneOf(
                arrivals, List.of(StormConfig.POISSON, StormConfig.CONSTANT)).equals(StormConfig.POISSON);
        }
        catch (final TypeConversionException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "-C arrivals: " + ex.getMessage(), ex);
        }
    }

    private static int window(final Map<String, String> settings, final double rate)
    {
        final String window = settings.get(WINDOW);
        if (window == null)
        {
            return 0;
        }
        if (rate != StormConverters.RATE_MAX)
        {
            throw usage("-C window: '" + window + "' is of a closed loop, and --rate opens it (try --rate max)");
        }
        try
        {
            return (int)Math.min(Integer.MAX_VALUE, positive("-C window", Quantity.count(window), 0, "1k"));
        }
        catch (final TypeConversionException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "-C window: " + ex.getMessage(), ex);
        }
    }

    /** LPIs, devices and events of a VM: two of them give the third. */
    private static int[] lpis(final StormOptions.Traffic traffic, final StormConfig otherwise)
    {
        final int lpis = number("--lpis", traffic.lpis, 0);
        if (traffic.lpis != null && lpis == 0)
        {
            throw usage("--lpis: 0 is not in 1 to " + StormConfig.LPI_LIMIT);
        }
        final int devices = number("--devices", traffic.devices, 0);
        final int events = number("--events", traffic.events, 0);
        if (traffic.lpis == null)
        {
            final int someDevices = traffic.devices == null ? otherwise.devices() : devices;
            final int someEvents = traffic.events == null ? otherwise.events() : events;

            return new int[]{(int)Math.min(Integer.MAX_VALUE, (long)someDevices * someEvents), someDevices, someEvents};
        }
        if (traffic.devices != null && traffic.events != null)
        {
            return new int[]{lpis, devices, events};
        }
        if (traffic.devices == null && traffic.events == null)
        {
            final int someDevices = devicesFor(lpis, otherwise.devices());

            return new int[]{lpis, someDevices, lpis / someDevices};
        }
        final String option = traffic.devices == null ? "--events" : "--devices";
        final int divisor = traffic.devices == null ? events : devices;
        if (divisor == 0 || lpis % divisor != 0)
        {
            throw usage("--lpis: " + lpis + " is not a multiple of " + option + " " + divisor);
        }

        return traffic.devices == null ?
            new int[]{lpis, lpis / divisor, divisor} : new int[]{lpis, divisor, lpis / divisor};
    }

    /** As many devices as otherwise, or the next number that divides the LPIs and leaves few enough events. */
    private static int devicesFor(final int lpis, final int otherwise)
    {
        for (int devices = otherwise; devices >= 1; devices--)
        {
            if (lpis % devices == 0 && lpis / devices <= EVENTS_LIMIT)
            {
                return devices;
            }
        }
        int devices = otherwise;
        while (devices < lpis && (lpis % devices != 0 || lpis / devices > EVENTS_LIMIT))
        {
            devices++;
        }

        return devices;
    }

    private static int number(final String option, final Long given, final int otherwise)
    {
        if (given == null)
        {
            return otherwise;
        }
        if (given > Integer.MAX_VALUE)
        {
            throw usage(option + ": " + given + " is too many");
        }

        return given.intValue();
    }

    /** What was given, which is more than 0, or something else where nothing was. */
    static long positive(final String option, final Long given, final long otherwise, final String example)
    {
        if (given != null && given == 0)
        {
            throw usage(option + ": 0 is no storm (try " + example + ")");
        }

        return given == null ? otherwise : given;
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}

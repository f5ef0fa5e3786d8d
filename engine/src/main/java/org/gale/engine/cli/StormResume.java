package org.gale.engine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Quantity;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalHeader;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.storm.StormConfig;
import org.gale.engine.storm.StormRun;

/**
 * A journal that a storm is to go on with, by what it says of the whole: the storm, its machine and its durability are
 * the journal's, and only when it ends and what is measured may be asked for anew. Looks only.
 *
 * @param directory  of the journal
 * @param profile    name of the traffic's profile
 * @param config     the storm that the journal was begun with
 * @param durability in which it was begun
 * @param limitBytes within which its segments stay; 0 for no limit
 */
record StormResume(Path directory, String profile, StormConfig config, String durability, long limitBytes)
{
    /** Key of the profile's name in the configuration of a journal. */
    static final String PROFILE = "profile";

    /**
     * Reads what the journal says of the whole.
     *
     * @throws OutcomeException if there is no journal of a storm, or it is damaged there
     */
    static StormResume of(final Path directory)
    {
        JournalErrors.checkDirectory(directory);
        final JournalHeader header = header(directory);
        try
        {
            final RunConfiguration configuration = RunConfiguration.parse(header.configuration());
            final String storm = configuration.value(RunConfiguration.STORM);
            if (storm == null)
            {
                throw usage(directory, "its commands are those of a script, not of a storm");
            }
            final StormConfig config = StormConfig.parse(storm);
            if (!StormRun.machineFor(config).equals(configuration.machine()))
            {
                throw usage(directory, "gale " + configuration.version() +
                    " laid its tables out in another way, and this version cannot go on with it");
            }

            return new StormResume(directory, configuration.others().getOrDefault(
                PROFILE, StormProfile.ALL.get(0).name()), config, header.durability().label(),
                StormLimit.of(configuration));
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "--resume " + directory +
                ": this version does not know such a storm: " + ex.getMessage(), ex);
        }
    }

    /**
     * The storm as it goes on: the journal's, with another end and other latencies where they are asked for.
     *
     * @throws OutcomeException if an option contradicts the journal
     */
    StormConfig config(final StormOptions options, final Map<String, String> settings)
    {
        final StormOptions.Traffic traffic = options.traffic;
        checkSame("--profile", StormPlan.profileName(traffic), profile);
        checkSame("--vms", traffic.vms, (long)config.vms());
        checkSame("--vpes", traffic.vpes, (long)config.vpes());
        checkSame("--pes", traffic.pes, (long)config.pes());
        checkSame("--lpis", traffic.lpis, (long)config.lpis());
        checkSame("--devices", traffic.devices, (long)config.devices());
        checkSame("--events", traffic.events, (long)config.events());
        checkSame("--seed", traffic.seed, config.seed());
        checkSame("--rate", rate(options.pace.rate), rate(config.ratePerS()));
        checkSame("--durability", options.files.durability, durability);
        checkSame("-C arrivals", settings.get(StormPlan.ARRIVALS),
            config.poisson() ? StormConfig.POISSON : StormConfig.CONSTANT);
        final String window = settings.get(StormPlan.WINDOW);
        checkSame("-C window", window == null ? null : Quantity.count(window), (long)config.window());
        if (settings.containsKey(StormPlan.ITERATIONS))
        {
            throw new OutcomeException(Outcome.USAGE, "-C iterations: '" + settings.get(StormPlan.ITERATIONS) +
                "' is for a storm that begins (--count N says how many events there are in all, of " + directory + ")");
        }
        if (options.files.journal != null)
        {
            throw new OutcomeException(Outcome.USAGE, "--journal: " + options.files.journal +
                " is one journal too many: --resume goes on with " + directory);
        }

        final String timed = with(config.toKeys(), "duration_ns",
            StormPlan.positive("--duration", options.pace.durationNs, config.durationNs(), "10s"));
        final String counted = with(timed, "count",
            StormPlan.positive("--count", options.pace.count, config.countLimit(), "1M"));

        return StormConfig.parse(with(counted, "latency",
            options.shown.latencyEvery == null ? config.latencyEvery() : options.shown.latencyEvery));
    }

    /** The words of a storm with another value of one key: whatever else there is stays as it was. */
    private static String with(final String words, final String key, final long value)
    {
        return words.replaceFirst("(^| )" + key + "=\\S+", "$1" + key + '=' + value);
    }

    /** The limit of the journal, which may be told again and not be changed. */
    long limitBytes(final StormOptions options)
    {
        checkSame("--journal-limit", options.files.journalLimit, limitBytes);

        return limitBytes;
    }

    private static JournalHeader header(final Path directory)
    {
        try (JournalReader reader = JournalReader.open(directory))
        {
            if (reader.header() == null)
            {
                throw new OutcomeException(
                    Outcome.JOURNAL_DAMAGED, JournalErrors.lines(reader.end().damage().message()));
            }

            return reader.header();
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    private void checkSame(final String option, final Object given, final Object journal)
    {
        if (given != null && !Objects.equals(given, journal))
        {
            throw new OutcomeException(Outcome.USAGE, option + ": '" + given + "' contradicts " + directory +
                ", which was begun with '" + journal + "' (leave it out: --resume takes it from there)");
        }
    }

    private static String rate(final Double ratePerS)
    {
        if (ratePerS == null)
        {
            return null;
        }

        return ratePerS == StormConverters.RATE_MAX ? "max" : String.format(Locale.ROOT, "%.0f", ratePerS);
    }

    private static OutcomeException usage(final Path directory, final String finding)
    {
        return new OutcomeException(Outcome.USAGE, "--resume " + directory + ": " + finding);
    }
}

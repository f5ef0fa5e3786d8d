package org.gale.engine.storm.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.ringbuf.Lane;

/**
 * Lane files at which producers of other processes attach to a storm.
 *
 * @param directory    of the lane files; null for none
 * @param count        how many
 * @param hasGenerator true if the storm has traffic of its own too
 */
public record StormLanes(Path directory, int count, boolean hasGenerator)
{
    /**
     * Checks the directory of the lanes.
     *
     * @param given    settings that the user chose
     * @param spelling of settings in messages
     * @throws SettingException if the settings contradict each other
     * @throws OutcomeException if the directory cannot be used
     */
    static StormLanes of(final SettingValues given, final Spelling spelling)
    {
        final Path directory = given.get(StormSettings.LANES);
        final boolean hasGenerator = given.valueOr(StormSettings.GENERATOR, true);
        if (directory == null && (!hasGenerator || given.has(StormSettings.LANE_COUNT)))
        {
            throw new SettingException(hasGenerator ? StormSettings.LANE_COUNT : StormSettings.GENERATOR,
                "needs lane files (try ", StormSettings.LANES, " DIR)");
        }
        for (final Setting<?> setting : StormSettings.OF_GENERATOR)
        {
            if (!hasGenerator && given.has(setting))
            {
                throw new SettingException(
                    setting, "belongs to the generator, and ", StormSettings.GENERATOR, "=off turns it off");
            }
        }
        final long count = given.valueOr(StormSettings.LANE_COUNT, (long)LaneFiles.COUNT_DEFAULT);
        SettingValues.check(StormSettings.LANE_COUNT, count);
        if (directory != null)
        {
            check(directory, spelling.of(StormSettings.LANES) + ' ' + directory);
        }

        return new StormLanes(directory, (int)count, hasGenerator);
    }

    /**
     * Checks that no message of a producer goes astray.
     *
     * @throws SettingException if VMs of functions migrate: these hold their own messages alone back
     */
    void check(final Workload workload)
    {
        if (directory != null && workload.topology().deal().isByTriggers() &&
            !workload.hostModel().migrating().isNone())
        {
            throw new SettingException(StormSettings.LANES, "lets producers send messages that no function holds ",
                "back while its VM migrates (leave it or the migrations out)");
        }
    }

    /**
     * Makes the files.
     *
     * @param spelling of settings in messages
     * @return null if there are to be none
     * @throws OutcomeException if the host refuses
     */
    public LaneFiles create(final Spelling spelling)
    {
        if (directory == null)
        {
            return null;
        }
        try
        {
            return LaneFiles.create(
                directory, count, Lane.CAPACITY_WORDS_DEFAULT, HostClock.INSTANCE, ThreadHost.INSTANCE);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, spelling.of(StormSettings.LANES) + ' ' +
                directory + ": cannot make lane files there: " +
                FileFailure.reason(ex), ex);
        }
    }

    private static void check(final Path directory, final String place)
    {
        if (Files.exists(directory) && !Files.isDirectory(directory))
        {
            throw usage(place + ": is not a directory");
        }
        if (!Files.exists(directory) && !Files.isDirectory(directory.toAbsolutePath().getParent()))
        {
            throw usage(place + ": there is no directory " + directory.toAbsolutePath().getParent());
        }
        if (Files.exists(directory))
        {
            try (Stream<Path> entries = Files.list(directory))
            {
                if (entries.findAny().isPresent())
                {
                    throw usage(place + ": not empty. Name a new directory; if a storm that was " +
                        "killed left its lanes there, remove it.");
                }
            }
            catch (final IOException ex)
            {
                throw new OutcomeException(Outcome.RESOURCES, place + ": " + FileFailure.reason(ex), ex);
            }
        }
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}

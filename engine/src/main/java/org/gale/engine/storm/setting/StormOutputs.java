package org.gale.engine.storm.setting;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.Conditions;

/**
 * Files that a storm writes beside its JSON report, and the conditions that fail it. Immutable.
 *
 * @param given settings that were chosen, of {@link ShownSettings}
 */
public record StormOutputs(SettingValues given)
{
    /** No file and no condition. */
    public static final StormOutputs NONE = new StormOutputs(SettingValues.NONE);

    private static final long TRACED_LIMIT = 500_000 / 3;
    private static final Path STDOUT = Path.of("-");

    /**
     * Returns the outputs that a user chose.
     *
     * @throws SettingException if a file is standard output
     */
    public static StormOutputs of(final SettingValues given)
    {
        for (final Setting<Path> setting : ShownSettings.FILES)
        {
            if (STDOUT.equals(given.get(setting)))
            {
                throw new SettingException(setting, "'-' is no file (", StormSettings.JSON, " - writes to stdout)");
            }
        }

        return new StormOutputs(given.only(ShownSettings.ALL));
    }

    /**
     * Refuses a trace that cannot hold the storm.
     *
     * @throws SettingException if a trace is to be written of a storm without a journal, or of too many interrupts
     */
    public void checkTrace(final StormConfig config, final boolean hasJournal)
    {
        if (given.has(ShownSettings.PERFETTO) && !hasJournal)
        {
            throw new SettingException(ShownSettings.PERFETTO, "a trace is made of the journal, and there is none");
        }
        if (given.has(ShownSettings.PERFETTO) && config.countLimit() > TRACED_LIMIT)
        {
            throw new SettingException(ShownSettings.PERFETTO, "a trace holds 500,000 events, up to three for each " +
                "interrupt (try ", StormSettings.COUNT, " 150k, or trace a window of its journal with gale replay)");
        }
    }

    /** Returns the file of a setting, or null if there is to be none. */
    public Path file(final Setting<Path> setting)
    {
        return given.get(setting);
    }

    /** Returns the conditions that fail the storm. */
    public Conditions failIf()
    {
        return given.valueOr(ShownSettings.FAIL_IF, Conditions.NONE);
    }

    /** Returns the files, each with its option. */
    public List<UserPath> files(final Spelling spelling)
    {
        final List<UserPath> files = new ArrayList<>();
        for (final Setting<Path> setting : ShownSettings.FILES)
        {
            if (given.has(setting))
            {
                files.add(new UserPath(spelling.of(setting), given.get(setting)));
            }
        }

        return files;
    }
}

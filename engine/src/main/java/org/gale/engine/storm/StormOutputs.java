package org.gale.engine.storm;

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

    private static final Path STDOUT = Path.of("-");

    /**
     * Returns the outputs that a user chose.
     *
     * @throws SettingException if a file is standard output
     */
    static StormOutputs of(final SettingValues given)
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
    List<UserPath> files(final Spelling spelling)
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

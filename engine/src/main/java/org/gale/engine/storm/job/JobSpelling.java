package org.gale.engine.storm.job;

import java.nio.file.Path;
import java.util.function.Function;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.Spelling;

/**
 * Spelling of settings by their paths in a job.
 *
 * @param paths path of each setting
 */
record JobSpelling(Function<Setting<?>, String> paths) implements Spelling
{
    @Override
    public String of(final Setting<?> setting)
    {
        return paths.apply(setting);
    }

    @Override
    public String storm(final Setting<?> setting, final Object value)
    {
        return NAMES.storm(setting, value);
    }

    @Override
    public String step(final Path journal, final long sequence)
    {
        return NAMES.step(journal, sequence);
    }
}

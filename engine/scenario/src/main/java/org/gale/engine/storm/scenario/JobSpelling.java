package org.gale.engine.storm.scenario;

import java.nio.file.Path;
import java.util.Map;

/**
 * Spelling of settings by their paths in a job.
 *
 * @param paths  path of each setting that the job gives
 * @param others spelling of the other settings, and of storms
 */
public record JobSpelling(Map<Setting<?>, String> paths, Spelling others) implements Spelling
{
    @Override
    public String of(final Setting<?> setting)
    {
        return paths.containsKey(setting) ? paths.get(setting) : others.of(setting);
    }

    @Override
    public String assignment(final String path, final String value)
    {
        return others.assignment(path, value);
    }

    @Override
    public String storm(final Setting<?> setting, final Object value)
    {
        return others.storm(setting, value);
    }

    @Override
    public String step(final Path journal, final long sequence)
    {
        return others.step(journal, sequence);
    }

    @Override
    public String again(final Path journal)
    {
        return others.again(journal);
    }
}

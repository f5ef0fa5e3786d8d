package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.stream.Stream;

/**
 * Form of a map of a job: the keys that it may have, in the order in which a job is printed.
 *
 * @param name as messages and the schema call it
 */
record JobForm(String name, List<JobKey> keys)
{
    @Override
    public boolean equals(final Object other)
    {
        return other instanceof JobForm form && name.equals(form.name) && keys.equals(form.keys);
    }

    @Override
    public int hashCode()
    {
        return name.hashCode();
    }

    /** Returns the key of a name, or null. */
    JobKey key(final String key)
    {
        return keys.stream().filter(known -> known.name().equals(key)).findFirst().orElse(null);
    }

    /** Returns the form of the map, or of the maps, behind a key. */
    JobForm below(final String key)
    {
        return key(key).form();
    }

    /** Returns the names of all keys but those of IRSs by number. */
    List<String> names()
    {
        return keys.stream().map(JobKey::name).filter(key -> !MachineSettings.isNumbered(key)).toList();
    }

    /** Returns the settings whose values the keys give, and those of maps of more values. */
    List<Setting<?>> settings()
    {
        return keys.stream().<Setting<?>>flatMap(key -> key.setting() != null ? Stream.of(key.setting()) :
            key.shape() == JobKey.Shape.MAP ? key.form().settings().stream() : Stream.of()).toList();
    }
}

package org.gale.engine.storm.job;

import java.util.List;
import org.gale.engine.storm.setting.Setting;

/**
 * Form of a map of a job: the keys that it may have, in the order in which a job is printed.
 *
 * @param name as messages and the schema call it
 */
record JobForm(String name, List<JobKey> keys)
{
    /** Returns the key of a name, or null. */
    JobKey key(final String key)
    {
        return keys.stream().filter(known -> known.name().equals(key)).findFirst().orElse(null);
    }

    /** Returns the names of all keys. */
    List<String> names()
    {
        return keys.stream().map(JobKey::name).toList();
    }

    /** Returns the settings whose values the keys give. */
    List<Setting<?>> settings()
    {
        return keys.stream().<Setting<?>>map(JobKey::setting).filter(setting -> setting != null).toList();
    }
}

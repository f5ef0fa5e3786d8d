package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * Returns the form of the traffic of a kind. A setting whose name has a dot is a key of a map in it.
     */
    static JobForm ofKind(final TrafficKind kind)
    {
        final Map<String, List<Setting<?>>> names = new LinkedHashMap<>();
        kind.settings().forEach(setting -> names.computeIfAbsent(
            setting.name().split("\\.", 2)[0], name -> new ArrayList<>()).add(setting));
        final List<JobKey> keys = new ArrayList<>(List.of(JobKey.text(JobForms.KIND)));
        names.forEach((name, settings) -> keys.add(settings.get(0).name().equals(name) ?
            JobKey.of(settings.get(0)) : JobKey.map(new JobForm(name, settings.stream()
            .map(setting -> JobKey.of(setting.name().substring(name.length() + 1), setting)).toList()))));

        return new JobForm(JobForms.TRAFFIC, List.copyOf(keys));
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

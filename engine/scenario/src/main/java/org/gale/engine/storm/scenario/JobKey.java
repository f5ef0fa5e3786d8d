package org.gale.engine.storm.scenario;

import java.util.Objects;

/**
 * Key of a map of a job.
 *
 * @param name    as users write it
 * @param shape   of what stands behind it
 * @param setting whose value it gives; null if it gives none
 * @param form    of the map, or of each map of the list, behind it; null for a text
 */
record JobKey(String name, Shape shape, Setting<?> setting, JobForm form)
{
    // Written out here and in JobForm, whose keys each start compares: the JVM links what a record has at run time.

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof JobKey key && name.equals(key.name) && shape == key.shape &&
            Objects.equals(setting, key.setting) && Objects.equals(form, key.form);
    }

    @Override
    public int hashCode()
    {
        return name.hashCode();
    }

    /** Shapes of what stands behind a key. */
    enum Shape
    {
        /** Text that is the value of a setting. */
        SETTING,
        /** List of texts, or one text, each a condition or a name. */
        TEXTS,
        /** Text or small map that is a distribution of times, a moderation of interrupts, or arrivals. */
        TREE,
        /** Text that is a name, or a word of the job's own. */
        TEXT,
        /** Map whose values are values of the map around it. */
        MAP,
        /** Map that is read on its own: its form depends on a word in it, or it stands for other maps. */
        NODE,
        /** List of maps with a form. */
        MAPS,
        /** Map whose keys are names that the user chooses. */
        NAMED
    }

    /** Declares a key that gives the value of a setting. */
    static JobKey of(final String name, final Setting<?> setting)
    {
        return new JobKey(name, setting.type().isRepeatable() ? Shape.TEXTS :
            setting.type().trees() != null ? Shape.TREE : Shape.SETTING, setting, null);
    }

    /** Declares a key of a setting that has its name. */
    static JobKey of(final Setting<?> setting)
    {
        return of(setting.name(), setting);
    }

    /** Declares a key of the job's own. */
    static JobKey text(final String name)
    {
        return new JobKey(name, Shape.TEXT, null, null);
    }

    /** Declares a key with a map of more values. */
    static JobKey map(final JobForm form)
    {
        return new JobKey(form.name(), Shape.MAP, null, form);
    }

    /** Declares a key with a map of more values whose form has another name. */
    static JobKey map(final String name, final JobForm form)
    {
        return new JobKey(name, Shape.MAP, null, form);
    }

    /** Declares a key with a map that is read on its own. */
    static JobKey node(final JobForm form)
    {
        return new JobKey(form.name(), Shape.NODE, null, form);
    }

    /** Declares a key with a list of maps. */
    static JobKey maps(final String name, final JobForm form)
    {
        return new JobKey(name, Shape.MAPS, null, form);
    }

    /** Declares a key with a map of names that the user chooses. */
    static JobKey named(final String name, final JobForm form)
    {
        return new JobKey(name, Shape.NAMED, null, form);
    }
}

package org.gale.engine.storm.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Course of the migrations of a storm's VMs where steps of them were asked to fail, in all by step.
 *
 * @param rolledBack    migrations after which the source ran on, by the step that failed
 * @param restoredAgain images that were restored once more, by the step that failed
 */
public record MigrationCourse(Map<String, Long> rolledBack, Map<String, Long> restoredAgain)
{
    public MigrationCourse
    {
        rolledBack = Collections.unmodifiableMap(new LinkedHashMap<>(rolledBack));
        restoredAgain = Collections.unmodifiableMap(new LinkedHashMap<>(restoredAgain));
    }

    /** Returns the course of all parts of a storm, which were asked for the same; null where nothing was. */
    static MigrationCourse sum(final List<MigrationCourse> parts)
    {
        final Map<String, Long> rolledBack = new LinkedHashMap<>();
        final Map<String, Long> restoredAgain = new LinkedHashMap<>();
        if (parts.get(0) == null)
        {
            return null;
        }
        for (final MigrationCourse part : parts)
        {
            part.rolledBack.forEach((step, count) -> rolledBack.merge(step, count, Long::sum));
            part.restoredAgain.forEach((step, count) -> restoredAgain.merge(step, count, Long::sum));
        }

        return new MigrationCourse(rolledBack, restoredAgain);
    }
}

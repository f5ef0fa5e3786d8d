package org.gale.engine.storm.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Course of the migrations of a storm's VMs where steps of them were asked to fail, VMs migrate together, or tables
 * are sent before VMs stop.
 *
 * @param rolledBack    migrations after which the source ran on, by the step that failed
 * @param restoredAgain images that were restored once more, by the step that failed
 * @param vms           VMs of updates; null where each VM migrates by itself
 * @param precopy       pages there are, then those that each pass and save sent, by table; null without passes
 */
public record MigrationCourse(
    Map<String, Long> rolledBack, Map<String, Long> restoredAgain, Vms vms, Map<String, Map<String, Long>> precopy)
{
    /**
     * VMs of updates, each of which stops several together.
     *
     * @param asked     of updates that were due
     * @param started   of updates that began
     * @param completed those that run on in their successors
     */
    public record Vms(long asked, long started, long completed)
    {
        private Vms plus(final Vms other)
        {
            return new Vms(asked + other.asked, started + other.started, completed + other.completed);
        }
    }

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

        return new MigrationCourse(rolledBack, restoredAgain, parts.get(0).vms == null ? null :
            parts.stream().map(MigrationCourse::vms).reduce(Vms::plus).orElseThrow(),
            parts.get(0).precopy == null ? null : precopy(parts));
    }

    private static Map<String, Map<String, Long>> precopy(final List<MigrationCourse> parts)
    {
        final Map<String, Map<String, Long>> sums = new LinkedHashMap<>();
        parts.forEach(part -> part.precopy.forEach((pass, tables) -> tables.forEach((table, count) ->
            sums.computeIfAbsent(pass, key -> new LinkedHashMap<>()).merge(table, count, Long::sum))));

        return sums;
    }
}

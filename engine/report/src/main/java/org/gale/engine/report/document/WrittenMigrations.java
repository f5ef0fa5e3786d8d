package org.gale.engine.report.document;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Places in a report of the gauges of migrations, by a table that its writer does not share. Pure functions. */
final class WrittenMigrations
{
    private static final String PREFIX = "migration_";
    private static final String PLACE = "/migrations/";
    private static final String COUNT = "count";
    private static final Set<String> COUNTS = Set.of("completed", "rolled_back", "held");
    private static final Set<String> WAYS = Set.of("in_tables", "again", "merged", "acknowledged_after", "waiting");
    private static final Set<String> PARTS = Set.of("quiet", "save", "restore", "resume");

    private WrittenMigrations()
    {
    }

    /**
     * Returns the places by the names of gauges.
     *
     * @param keys    of the values of a latency
     * @param seconds end of the name of a gauge that is a time
     */
    static Map<String, String> places(final Set<String> keys, final String seconds)
    {
        final Map<String, String> places = new HashMap<>();
        COUNTS.forEach(name -> places.put(PREFIX + name, PLACE + name));
        WAYS.forEach(name -> places.put(PREFIX + name, PLACE + "interrupts/" + name));
        places.put(PREFIX + "image_bytes", PLACE + "image_bytes/all");
        final Map<String, String> times = new HashMap<>(Map.of("stop", "stop_ns", "downtime", "downtime_ns",
            "response", "response_ns/lived", "others", "response_ns/others"));
        PARTS.forEach(part -> times.put(part, "downtime_parts_ns/" + part));
        times.forEach((name, place) -> keys.forEach(key -> places.put(
            PREFIX + name + '_' + key + (key.equals(COUNT) ? "" : seconds), PLACE + place + '/' + key)));

        return places;
    }
}

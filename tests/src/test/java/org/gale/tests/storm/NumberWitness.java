package org.gale.tests.storm;

import java.util.List;
import java.util.regex.Pattern;

/** Witness that tells by the place of a number whether others of its report follow from it. Pure functions. */
final class NumberWitness
{
    private static final String EVENTS = "/(offered|delivered|coalesced|pending|held|rejected|remainder)";
    /** Places at which any other number contradicts others, on both clocks. */
    private static final List<Pattern> ALWAYS = patterns("/accounting" + EVENTS, "/accounting/rejected/.*",
        "/accounting/coalesced_at/.*", "/accounting/vms/\\*" + EVENTS, "/accounting/(sent|ticks_high)",
        "/groups/\\*/accounting" + EVENTS, "/groups/\\*/accounting/(sent|ticks_high|of_no_vm)", "/groups/\\*/vms",
        "/latency_ns/response/count", "/latency_ns/vms/\\*/response/count",
        "/groups/\\*/latency_ns/response/count", "/intervals/\\*/(offered|delivered)",
        "/accounting/ppis_(raised|acknowledged|pending)", "/accounting/lanes/generator/.*");
    /** Places at which any other number contradicts others on the virtual clock. */
    private static final List<Pattern> VIRTUAL = patterns("/latency_ns/delivered", "/groups/\\*/latency_ns/delivered",
        "/latency_ns/stages/(signalled|acknowledged|deactivated)/count", "/latency_ns/response/max",
        "/pe_time_ns/.*", "/partitions/\\*/pe_time_ns/.*", "/migrations/(completed|held)",
        "/migrations/(image_bytes|interrupts|delivered)/.*", "/migrations/response_ns/.*/count",
        "/migrations/downtime_ns/count", "/migrations/downtime_parts_ns/.*/count");

    private NumberWitness()
    {
    }

    private static List<Pattern> patterns(final String... texts)
    {
        return List.of(texts).stream().map(Pattern::compile).toList();
    }

    /** Returns a place without the indexes of lists. */
    static String kind(final String place)
    {
        return place.replaceAll("/[0-9]+(?=/|$)", "/*");
    }

    /** Returns whether another number at a place must be refused. */
    static boolean mustBeRefused(final String kind, final boolean isVirtual)
    {
        return ALWAYS.stream().anyMatch(pattern -> pattern.matcher(kind).matches()) ||
            (isVirtual && VIRTUAL.stream().anyMatch(pattern -> pattern.matcher(kind).matches()));
    }
}

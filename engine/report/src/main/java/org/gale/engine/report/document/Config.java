package org.gale.engine.report.document;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.annotation.JsonAnySetter;

/**
 * Configuration of a document.
 *
 * @param settings by their keys: numbers, flags, texts, and objects of them; null for none
 * @param costs    of the steps of a host; null on the wall clock
 * @param order    of the events; null, as are groups and phases, of a host whose VMs share one stream
 */
public record Config(@JsonAnySetter Map<String, Object> settings, @IfThere Map<String, String> costs,
    @IfThere String order, @IfThere List<Configured.Group> groups, @IfThere List<Configured.Phase> phases)
{
    /** Ranges of the settings that reports have; those of profiles may be added. */
    static final Map<String, ValueKind> KINDS = kinds();

    private static Map<String, ValueKind> kinds()
    {
        final Map<String, ValueKind> kinds = new HashMap<>();
        for (final String name : List.of("vms", "vpes", "pes", "lpis", "devices", "events", "window", "duration_ns",
            "count", "max_in_flight", "outliers", "handler_ns", "threads", "cpu.engine", "cpu.generator",
            "cpu.helpers", "slice_ns", "irsen", "vpeid_bits", "vpeids", "iterations"))
        {
            kinds.put(name, ValueKind.WHOLE);
        }
        for (final String name : List.of("job", "profile", "loop", "arrivals", "clock", "durability", "latency",
            "warmup", "stop_if", "kvm", "enqueue", "queues", "policy", "direct", "version"))
        {
            kinds.put(name, ValueKind.TEXT);
        }
        kinds.put("rate_per_s", ValueKind.NUMBER);
        kinds.put("toggles", ValueKind.ACTIONS);
        kinds.put("moves", ValueKind.ACTIONS);
        kinds.put("masks", ValueKind.ACTIONS);
        kinds.put("retargets", ValueKind.ACTIONS);
        kinds.put("plugs", ValueKind.ACTIONS);
        kinds.put("monitor", ValueKind.TEXT);
        kinds.put("legacy", ValueKind.FLAG);

        return kinds;
    }
}

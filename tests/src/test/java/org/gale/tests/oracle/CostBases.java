package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Costs of the bases, as {@code gale profiles --costs} prints them, and which one a machine has. Pure functions. */
final class CostBases
{
    private static final String SPLIT = "armv8.0-split";
    private static final String GICV4_VHE = "gicv4-vhe";

    /** Costs by base, in the order of {@code gale profiles --costs}; null where a base has none. */
    private static final Map<String, Map<String, String>> BASES = Map.of(
        SPLIT, base("1354ns", "3071ns", Map.of()), "armv8-vhe", base("157ns", "668ns", Map.of()),
        GICV4_VHE, base("157ns", "668ns", Map.of("kick", "283ns", "poll",
        "{max: 500us, grow: 2, start: 10us, shrink: 2}", "put-direct", "1us", "load-direct", "700ns", "vmovp", "1us",
        "dirty", "1us")));

    private CostBases()
    {
    }

    private static Map<String, String> base(final String exit, final String trap, final Map<String, String> others)
    {
        final Map<String, String> costs = new LinkedHashMap<>();
        costs.put("signal", "100ns");
        costs.put("exit", exit);
        costs.put("enter", exit);
        costs.put("host-irq", "500ns");
        costs.put("inject", "300ns");
        costs.put("kick", "453ns");
        costs.put("poll", "200us");
        costs.put("schedule", "5us");
        costs.put("put", "500ns");
        costs.put("load", "500ns");
        costs.put("put-direct", null);                              // those of the base follow put and load
        costs.put("load-direct", null);
        costs.put("vmovp", null);
        costs.put("dirty", null);
        costs.put("trap", trap);
        costs.put("eoi", "30ns");
        costs.put("transition-step", "1us");
        costs.put("msix-table", null);
        costs.put("msix-config", null);
        costs.put("migrate-vm", null);
        costs.put("migrate-entry", null);
        costs.put("migrate-route", null);
        costs.put("migrate-page", null);
        costs.put("move", null);
        costs.put("move-entry", null);
        costs.put("lr-limit", "4");
        costs.putAll(others);

        return costs;
    }

    /** Returns the name of the costs of a job: the base, and what the job has in place of it. */
    static String name(final StormJob job)
    {
        final String base = job.cost("base");
        final String given = BASES.get(base).entrySet().stream()
            .filter(cost -> job.root.get("costs").has(cost.getKey()) &&
                !job.cost(cost.getKey()).equals(cost.getValue()))
            .map(cost -> cost.getKey() + ' ' + job.cost(cost.getKey())).collect(Collectors.joining(", "));

        return given.isEmpty() ? base : base + " with " + given;
    }

    /**
     * Returns the costs of a resolved job that are neither given nor those of the base, a line each.
     *
     * @param given    the job as it was written
     * @param resolved as its journal has it
     */
    static List<String> differences(final JsonNode given, final StormJob resolved)
    {
        final String base = given.at("/costs/base").asText(!resolved.isScheduled() ? SPLIT : GICV4_VHE);
        final List<String> differences = new ArrayList<>();
        if (!resolved.cost("base").equals(base))
        {
            differences.add("base: " + resolved.cost("base") + ", predicted " + base);
        }
        BASES.get(base).forEach((cost, figure) ->
        {
            final JsonNode found = resolved.root.get("costs").get(cost);
            if (!given.path("costs").has(cost) && !Objects.equals(found == null ? null : found.asText(), figure))
            {
                differences.add(cost + ": " + found + ", predicted " + figure);
            }
        });

        return differences;
    }
}

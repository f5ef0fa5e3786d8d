package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Response times of interrupts, and their stages. */
final class Stages
{
    private static final int DIGITS = 3;

    final Latency response = new Latency(DIGITS);
    final Map<String, Latency> stages = new LinkedHashMap<>();

    Stages(final Iterable<Interrupt> interrupts)
    {
        for (final String stage : new String[]{"signalled", "woken", "waiting", "acknowledged", "deactivated"})
        {
            stages.put(stage, new Latency(DIGITS));
        }
        for (final Interrupt interrupt : interrupts)
        {
            response.add(interrupt.responseNs());
            of(interrupt).forEach((stage, ns) -> stages.get(stage).add(ns));
        }
    }

    /** Returns the stages of an interrupt; those that it need not have are left out where they take no time. */
    static Map<String, Long> of(final Interrupt interrupt)
    {
        final Map<String, Long> times = new LinkedHashMap<>(interrupt.stages());
        times.keySet().removeIf(stage -> times.get(stage) <= 0 && isOptional(stage));

        return times;
    }

    private static boolean isOptional(final String stage)
    {
        return stage.equals("woken") || stage.equals("waiting");
    }

    /** Returns whether reports of a run show a stage: all but those that no interrupt had and that none need have. */
    boolean shows(final String stage)
    {
        return stages.get(stage).count() > 0 || !isOptional(stage);
    }

    void write(final ObjectNode json, final boolean isWhole)
    {
        response.write(json, "response");
        final ObjectNode all = json.putObject("stages");
        stages.forEach((stage, latency) ->
        {
            if (!isWhole || shows(stage))
            {
                latency.write(all, stage);
            }
        });
    }

    void writeCurves(final ObjectNode json)
    {
        response.writeCurve(json, "response");
        stages.forEach((stage, latency) ->
        {
            if (shows(stage))
            {
                latency.writeCurve(json, stage);
            }
        });
    }

    /** Returns the stage with the longest tail, or null. */
    String slowest()
    {
        String slowest = null;
        long longestNs = -1;
        for (final Map.Entry<String, Latency> stage : stages.entrySet())
        {
            if (stage.getValue().count() > 0 && stage.getValue().tail() > longestNs)
            {
                longestNs = stage.getValue().tail();
                slowest = stage.getKey();
            }
        }

        return slowest;
    }
}

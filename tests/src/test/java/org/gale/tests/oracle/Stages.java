package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Times of interrupts to their acknowledges and to the ends of their handlers, and their stages. */
final class Stages
{
    private static final int DIGITS = 3;
    private static final String DEACTIVATED = "deactivated";
    private static final String SOFTIRQ = "softirq";
    private static final String THREAD = "thread";

    final Latency response = new Latency(DIGITS);
    final Latency handled = new Latency(DIGITS);
    final Map<String, Latency> stages = new LinkedHashMap<>();

    /**
     * Adds the times of interrupts.
     *
     * @param taken those that were acknowledged
     * @param ended those whose handlers ended
     * @param over  those whose threads or softirqs ended
     */
    Stages(
        final StormJob job, final Iterable<Interrupt> taken, final Iterable<Interrupt> ended,
        final Iterable<Interrupt> over)
    {
        for (final String stage : new String[]{"signalled", "woken", "waiting", "acknowledged", DEACTIVATED})
        {
            stages.put(stage, new Latency(DIGITS));
        }
        for (final Interrupt interrupt : taken)
        {
            response.add(interrupt.responseNs());
            ofResponse(interrupt).forEach((stage, ns) -> stages.get(stage).add(ns));
        }
        for (final Interrupt interrupt : ended)
        {
            handled.add(interrupt.handledNs());
            stages.get(DEACTIVATED).add(interrupt.deactivatedNs());
        }
        if (job.has("softirq"))
        {
            stages.put(SOFTIRQ, new Latency(DIGITS));
        }
        if (job.has("threaded"))
        {
            stages.put(THREAD, new Latency(DIGITS));
        }
        over.forEach(interrupt -> stages.get(interrupt.isThreaded() ? THREAD : SOFTIRQ).add(interrupt.leftNs()));
    }

    /** Returns the stages of an interrupt up to its acknowledge, then those of its handler and its work that ended. */
    static Map<String, Long> of(final Interrupt interrupt)
    {
        final Map<String, Long> times = ofResponse(interrupt);
        if (interrupt.hasEnded())
        {
            times.put(DEACTIVATED, interrupt.deactivatedNs());
        }
        if (interrupt.isHandedOver())
        {
            times.put(interrupt.isThreaded() ? THREAD : SOFTIRQ, interrupt.leftNs());
        }

        return times;
    }

    /** Returns the stages of a response; those that it need not have are left out where they take no time. */
    private static Map<String, Long> ofResponse(final Interrupt interrupt)
    {
        final Map<String, Long> times = new LinkedHashMap<>(interrupt.stages());
        times.keySet().removeIf(stage -> times.get(stage) <= 0 && isOptional(stage));

        return times;
    }

    private static boolean isOptional(final String stage)
    {
        return stage.equals("woken") || stage.equals("waiting") || stage.equals(SOFTIRQ) ||
            stage.equals(THREAD);
    }

    /** Returns whether reports of a run show a stage: all but those that no interrupt had and that none need have. */
    boolean shows(final String stage)
    {
        return stages.get(stage).count() > 0 || !isOptional(stage);
    }

    void write(final ObjectNode json, final boolean isWhole)
    {
        response.write(json, "response");
        handled.write(json, "handled");
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
        handled.writeCurve(json, "handled");
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

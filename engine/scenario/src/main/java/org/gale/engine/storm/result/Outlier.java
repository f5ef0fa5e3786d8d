package org.gale.engine.storm.result;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.topology.PrivateTimers;

/**
 * Slow response among the slowest sampled ones of a run, with the times of its stages on the engine's clock, ns.
 *
 * @param command    number of the command that made the interrupt pending
 * @param vmId       of the interrupt
 * @param lpiId      of the interrupt, or the number that {@link #timer} gives to that of a VPE, or {@link #line} to an
 *                   SPI
 * @param intendedNs intended time of its event
 * @param batch      times that the interrupt shares with its batch
 * @param enteredNs  time at which its guest was entered, if it was not resident; else that of the signal
 * @param nowNs      time of the acknowledge
 * @param model      times that only the virtual clock has; null on the wall clock
 */
public record Outlier(
    long command,
    int vmId,
    int lpiId,
    long intendedNs,
    Batch batch,
    long enteredNs,
    long nowNs,
    Model model)
{
    /** Time of a handler that has not ended. */
    public static final long RUNS = -1;

    /** Numbers of SPIs begin behind those of all VPEs. */
    private static final int FIRST_SPI = 1 << 24;

    /** Makes an outlier on the wall clock. */
    public Outlier(
        final long command,
        final int vmId,
        final int lpiId,
        final long intendedNs,
        final Batch batch,
        final long enteredNs,
        final long nowNs)
    {
        this(command, vmId, lpiId, intendedNs, batch, enteredNs, nowNs, null);
    }

    /**
     * Times of the stages that the interrupts of a batch pass together, ns.
     *
     * @param sentNs       time of the offer
     * @param drainedNs    time at which the engine took the batch from the lane
     * @param translatedNs time at which the ITS had translated the batch
     * @param raisedNs     time at which the PEs were signalled
     */
    public record Batch(long sentNs, long drainedNs, long translatedNs, long raisedNs)
    {
    }

    /**
     * Times of an interrupt on the virtual clock, ns. It is sent, drained and translated when it is intended.
     *
     * @param path          to its guest
     * @param waitingNs     from the wake to the entry of its guest
     * @param deactivatedNs from the acknowledge to the end of the handler, or {@link #RUNS}
     * @param later         stage of the work after the handler; null without such work, or until it ends
     * @param laterNs       from the end of the handler to that of the work
     */
    public record Model(InterruptPath path, long waitingNs, long deactivatedNs, Latency later, long laterNs)
    {
    }

    /** {@return the number in place of an LPI's for the timer of a VPE: below 0} */
    public static int timer(final int vpe)
    {
        return ~vpe;
    }

    /** {@return the number in place of an LPI's for an SPI: below 0} */
    public static int line(final int spi)
    {
        return ~(FIRST_SPI + spi);
    }

    /**
     * Returns the name of an interrupt: that of its LPI, of its SPI, or of a timer with its VPE.
     *
     * @param lpiId of an LPI, or the number of a timer or an SPI
     */
    public static String name(final int lpiId)
    {
        return lpiId >= 0 ? "LPI " + lpiId : isOfLine(lpiId) ? shortName(lpiId) :
            shortName(lpiId) + " of VPE " + ~lpiId;
    }

    private static String shortName(final int lpiId)
    {
        return lpiId >= 0 ? Integer.toString(lpiId) : isOfLine(lpiId) ? "SPI " + spi(lpiId) :
            "PPI " + PrivateTimers.PPI;
    }

    private static boolean isOfLine(final int lpiId)
    {
        return ~lpiId >= FIRST_SPI;
    }

    /** Returns the name of the interrupt in a column of LPIs. */
    public String shortName()
    {
        return shortName(lpiId);
    }

    /** Returns the name of the interrupt, with the VPE of a timer. */
    public String name()
    {
        return name(lpiId);
    }

    /** Returns whether the interrupt is the timer of a VPE. */
    public boolean isTimer()
    {
        return lpiId < 0 && !isOfLine(lpiId);
    }

    /** Returns whether the interrupt is that of a line, an SPI. */
    public boolean isOfLine()
    {
        return isOfLine(lpiId);
    }

    /** {@return the ID of the SPI} */
    public int spi()
    {
        return spi(lpiId);
    }

    /** {@return the ID of an SPI whose number {@link #line} has given} */
    public static int spi(final int line)
    {
        return ~line - FIRST_SPI;
    }

    /** {@return the ID of the PPI that timers are} */
    public int ppi()
    {
        return PrivateTimers.PPI;
    }

    /** {@return the number within its VM of the VPE whose timer the interrupt is} */
    public int vpe()
    {
        return ~lpiId;
    }

    /** Returns the response time, ns. */
    public long responseNs()
    {
        return nowNs - intendedNs;
    }

    /** Returns the time to the end of its handler, ns, where there is one that has ended. */
    public long handledNs()
    {
        return responseNs() + model.deactivatedNs;
    }

    /** Returns the service time, ns. */
    public long serviceNs()
    {
        return nowNs - batch.drainedNs;
    }

    /**
     * Returns the stages by name, ns, in the order in which an interrupt passes them. Those up to the acknowledge add
     * up to the response. That of the handler, or of the work after it, is missing until that ends.
     */
    public Map<String, Long> stages()
    {
        final Map<String, Long> stages = new LinkedHashMap<>();
        if (model != null)
        {
            putModelled(stages);

            return stages;
        }
        stages.put(Latency.LATE.label(), batch.sentNs - intendedNs);
        stages.put(Latency.QUEUED.label(), batch.drainedNs - batch.sentNs);
        stages.put(Latency.TRANSLATED.label(), batch.translatedNs - batch.drainedNs);
        stages.put(Latency.SIGNALLED.label(), batch.raisedNs - batch.translatedNs);
        if (enteredNs != batch.raisedNs)
        {
            stages.put(Latency.WOKEN.label(), enteredNs - batch.raisedNs);
        }
        stages.put(Latency.ACKNOWLEDGED.label(), nowNs - enteredNs);
        stages.put(Latency.DEACTIVATED.label(), 0L);

        return stages;
    }

    private void putModelled(final Map<String, Long> stages)
    {
        stages.put(Latency.SIGNALLED.label(), batch.raisedNs - intendedNs);
        if (enteredNs - model.waitingNs != batch.raisedNs)
        {
            stages.put(Latency.WOKEN.label(), enteredNs - model.waitingNs - batch.raisedNs);
        }
        if (model.waitingNs != 0)
        {
            stages.put(Latency.WAITING.label(), model.waitingNs);
        }
        stages.put(Latency.ACKNOWLEDGED.label(), nowNs - enteredNs);
        if (model.deactivatedNs != RUNS)
        {
            stages.put(Latency.DEACTIVATED.label(), model.deactivatedNs);
        }
        if (model.later != null)
        {
            stages.put(model.later.label(), model.laterNs);
        }
    }

    /** Returns the name of the longest stage of the response. */
    public String longestStage()
    {
        return stages().entrySet().stream().filter(stage -> Latency.of(stage.getKey()).isOfResponse())
            .max((one, next) -> Long.compare(one.getValue(), next.getValue())).orElseThrow().getKey();
    }
}

package org.gale.engine.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.host.HostMeter;
import org.gale.engine.report.document.Measurement;
import org.gale.engine.storm.result.HostEffects;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.Stalls;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.result.Thirds;
import org.gale.engine.storm.scenario.Warmup;

/** Measured part of a report. Pure functions. */
final class MeasurementSection
{
    private MeasurementSection()
    {
    }

    /** Returns the measured part of a storm. */
    static Measurement of(final StormResult result)
    {
        final Warmup.Past warmup = result.rates().warmup();
        final HostEffects host = result.host();

        return new Measurement(result.rates().ns(), new Measurement.Warmup(
            warmup.ending().label(), warmup.ns(), warmup.offered(), warmup.delivered()),
            host == null ? null : stalls(host.stalls()), host == null ? null : host.notes(),
            result.latencies().outliers().stream().map(MeasurementSection::outlier).toList(),
            stopped(result.verdict().stop()), host == null ? null : moments(host.moments()),
            notStationary(Thirds.of(result)));
    }

    private static Measurement.NotStationary notStationary(final Thirds thirds)
    {
        return thirds.differing().isEmpty() ? null : new Measurement.NotStationary(
            thirds.differing(), rounded(thirds.responseNs()), rounded(thirds.ratePerS()));
    }

    private static List<Number> rounded(final List<Double> values)
    {
        return values.stream().map(value -> (Number)Math.round(value)).toList();
    }

    private static List<Measurement.Moment> moments(final List<HostEffects.Moment> moments)
    {
        return moments.stream().map(moment ->
            new Measurement.Moment(moment.label(), moment.thread(), moment.startNs(), moment.ns())).toList();
    }

    private static Measurement.Outlier outlier(final StormLatencies.Explained explained)
    {
        final Outlier outlier = explained.outlier();
        final boolean hasCause = outlier.model() == null;

        return new Measurement.Outlier(outlier.responseNs(), hasCause ? outlier.serviceNs() : null, explained.atNs(),
            (long)outlier.vmId(), interrupt(outlier), outlier.stages(),
            hasCause ? new Measurement.Cause(
                explained.label(), explained.cause().overlapNs(), explained.cause().resolutionNs()) : null,
            hasCause ? null : explained.label());
    }

    private static Measurement.Interrupt interrupt(final Outlier outlier)
    {
        if (outlier.isTimer())
        {
            return new Measurement.Interrupt((long)outlier.ppi(), (long)outlier.vpe(), null, null);
        }

        return outlier.isOfLine() ? new Measurement.Interrupt(null, null, (long)outlier.spi(), null) :
            new Measurement.Interrupt(null, null, null, (long)outlier.lpiId());
    }

    private static Measurement.Stopped stopped(final StormVerdict.Stop stop)
    {
        return stop == null ? null : new Measurement.Stopped(
            stop.condition().text(), stop.explained() == null ? null : outlier(stop.explained()));
    }

    private static Measurement.Stalls stalls(final Stalls stalls)
    {
        final Map<String, Measurement.Wait> threads = new LinkedHashMap<>();
        stalls.threads().forEach(thread -> threads.put(
            thread.name(), new Measurement.Wait(orNull(thread.waitNs()), orNull(thread.longestNs()))));

        return new Measurement.Stalls(threads, orNull(stalls.stolenNs()), orNull(stalls.throttledNs()),
            stalls.missing(), stalls.reasons());
    }

    private static Long orNull(final long ns)
    {
        return ns == HostMeter.MISSING ? null : ns;
    }
}

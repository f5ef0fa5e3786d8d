package org.gale.engine.storm.run;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Outcome;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.latency.StormHistory;
import org.gale.engine.storm.setting.StormConfig;

/** Builder of a {@link StormResult}. Each method sets the component of its name. Owned by one thread. */
public final class StormResultBuilder
{
    private StormConfig config;
    private long elapsedNs;
    private double ratePerS;
    private StormAccounting accounting;
    private Histogram response;
    private Histogram service;
    private Map<String, Histogram> stages;
    private List<Histogram> responseByVm;
    private Histogram lag;
    private double reachedPerS;
    private boolean keptUp;
    private long refused;
    private long commands;
    private long frames;
    private long journalBytes;
    private long stateDigest;
    private long runDigest;
    private boolean interrupted;
    private String failure;
    private Outcome outcome = Outcome.OK;
    private InvariantBrokenException broken;
    private AttachTotals attached;
    private StormMeasurement measurement;
    private StormHistory history = StormHistory.NONE;

    StormResultBuilder()
    {
    }

    /** Makes a builder with the components of another storm result. */
    StormResultBuilder(final StormResult other)
    {
        config = other.config();
        elapsedNs = other.elapsedNs();
        ratePerS = other.ratePerS();
        accounting = other.accounting();
        response = other.response();
        service = other.service();
        stages = other.stages();
        responseByVm = other.responseByVm();
        lag = other.lag();
        reachedPerS = other.reachedPerS();
        keptUp = other.keptUp();
        refused = other.refused();
        commands = other.commands();
        frames = other.frames();
        journalBytes = other.journalBytes();
        stateDigest = other.stateDigest();
        runDigest = other.runDigest();
        interrupted = other.interrupted();
        failure = other.failure();
        outcome = other.outcome();
        broken = other.broken();
        attached = other.attached();
        measurement = other.measurement();
        history = other.history();
    }

    public StormResultBuilder config(final StormConfig value)
    {
        config = value;

        return this;
    }

    public StormResultBuilder elapsedNs(final long value)
    {
        elapsedNs = value;

        return this;
    }

    public StormResultBuilder ratePerS(final double value)
    {
        ratePerS = value;

        return this;
    }

    public StormResultBuilder accounting(final StormAccounting value)
    {
        accounting = value;

        return this;
    }

    public StormResultBuilder response(final Histogram value)
    {
        response = value;

        return this;
    }

    public StormResultBuilder service(final Histogram value)
    {
        service = value;

        return this;
    }

    public StormResultBuilder stages(final Map<String, Histogram> value)
    {
        stages = value;

        return this;
    }

    public StormResultBuilder responseByVm(final List<Histogram> value)
    {
        responseByVm = value;

        return this;
    }

    public StormResultBuilder lag(final Histogram value)
    {
        lag = value;

        return this;
    }

    public StormResultBuilder reachedPerS(final double value)
    {
        reachedPerS = value;

        return this;
    }

    public StormResultBuilder keptUp(final boolean value)
    {
        keptUp = value;

        return this;
    }

    public StormResultBuilder refused(final long value)
    {
        refused = value;

        return this;
    }

    public StormResultBuilder commands(final long value)
    {
        commands = value;

        return this;
    }

    public StormResultBuilder frames(final long value)
    {
        frames = value;

        return this;
    }

    public StormResultBuilder journalBytes(final long value)
    {
        journalBytes = value;

        return this;
    }

    public StormResultBuilder stateDigest(final long value)
    {
        stateDigest = value;

        return this;
    }

    public StormResultBuilder runDigest(final long value)
    {
        runDigest = value;

        return this;
    }

    public StormResultBuilder interrupted(final boolean value)
    {
        interrupted = value;

        return this;
    }

    public StormResultBuilder failure(final String value)
    {
        failure = value;

        return this;
    }

    public StormResultBuilder outcome(final Outcome value)
    {
        outcome = value;

        return this;
    }

    public StormResultBuilder broken(final InvariantBrokenException value)
    {
        broken = value;

        return this;
    }

    public StormResultBuilder attached(final AttachTotals value)
    {
        attached = value;

        return this;
    }

    public StormResultBuilder history(final StormHistory value)
    {
        history = value;

        return this;
    }

    public StormResultBuilder measurement(final StormMeasurement value)
    {
        measurement = value;

        return this;
    }

    /** Returns the storm result. */
    public StormResult build()
    {
        return new StormResult(
            config,
            elapsedNs,
            ratePerS,
            accounting,
            response,
            service,
            stages,
            responseByVm,
            lag,
            reachedPerS,
            keptUp,
            refused,
            commands,
            frames,
            journalBytes,
            stateDigest,
            runDigest,
            interrupted,
            failure,
            outcome,
            broken,
            attached,
            measurement,
            history);
    }
}

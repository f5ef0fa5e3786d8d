package org.gale.engine.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gale.engine.journal.JournalFlags;
import org.gale.engine.storm.engines.EnginesPlan;
import org.gale.engine.storm.engines.Sessions;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.run.Session;
import org.gale.engine.storm.run.SilentListener;
import org.gale.engine.storm.run.StormListener;
import org.gale.engine.storm.run.StormMachines;
import org.gale.engine.storm.scenario.OfferedSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.virtual.StormsByClock;
import org.gale.engine.system.Machines;

/**
 * Storm that a Java program runs. It has the settings, the journal and the proof of {@code gale storm}, and prints
 * nothing:
 * <pre>
 *   StormReport report = EmbeddedStorm.builder().set("vms", "2").set("count", "100k").build().run();
 * </pre>
 * <b>Threads</b>: the thread that calls {@link #run} becomes the engine's until the storm has ended; {@link #stop} may
 * be called by any thread. <b>Guarantees</b>: a temporary journal is removed, unless the storm failed.
 */
public final class EmbeddedStorm
{
    private final Session session;
    private volatile boolean isStopped;

    private EmbeddedStorm(final Builder builder)
    {
        this.session = Sessions.of(EnginesPlan.of(
            new JobPlanner(JobProfiles.ALL).plan(builder.values, Spelling.NAMES),
            Runtime.getRuntime().availableProcessors()), new StormMachines(Machines::create), StormsByClock.ALL,
            version(), builder.listener, () -> isStopped);
    }

    /**
     * Begins a storm with the settings of {@code gale storm} without arguments.
     *
     * @throws org.gale.engine.config.OutcomeException if the JVM lacks flags
     */
    public static Builder builder()
    {
        JournalFlags.check();

        return new Builder();
    }

    /**
     * Runs and proves the storm, once.
     *
     * @return the report, whose outcome says whether all is well
     * @throws org.gale.engine.config.OutcomeException if the storm cannot begin
     */
    public StormReport run()
    {
        final StormReport report = session.run().report();
        try
        {
            session.discard(report.outcome());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        return report;
    }

    /** Asks the storm to end in good order. */
    public void stop()
    {
        isStopped = true;
        session.stop();
    }

    private static String version()
    {
        return Objects.requireNonNullElse(EmbeddedStorm.class.getPackage().getImplementationVersion(), "unknown");
    }

    /** Builder of an embedded storm. Owned by one thread. */
    public static final class Builder
    {
        private SettingValues values = SettingValues.NONE;
        private StormListener listener = new SilentListener();

        private Builder()
        {
        }

        /**
         * Sets a setting by the name that the page of settings lists, in the form of the command line.
         *
         * @param name  such as {@code vms} or {@code journal}
         * @param value such as {@code 2}, {@code 100k} or {@code 5s}
         * @throws IllegalArgumentException if there is no such setting, or the value is none of it
         */
        public Builder set(final String name, final String value)
        {
            final List<Setting<?>> all = new ArrayList<>(OfferedSettings.ALL);
            all.addAll(JobProfiles.ALL.settings());
            final Setting<?> named = all.stream().filter(setting -> setting.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no setting: " + name));
            values = values.withText(named, value);

            return this;
        }

        /** Sets the listener that is called at each step. */
        public Builder listener(final StormListener stepListener)
        {
            listener = stepListener;

            return this;
        }

        /**
         * Makes the storm, and creates nothing yet.
         *
         * @throws org.gale.engine.config.OutcomeException if the settings contradict each other
         */
        public EmbeddedStorm build()
        {
            return new EmbeddedStorm(this);
        }
    }
}

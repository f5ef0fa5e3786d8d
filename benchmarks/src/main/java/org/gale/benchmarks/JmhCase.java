package org.gale.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One benchmark of JMH with its parameters, measured in a separate JVM.
 *
 * @param benchmark  the class
 * @param method     the benchmark's method in it
 * @param parameters a value for each parameter of the class
 */
record JmhCase(Class<?> benchmark, String method, Map<String, String> parameters)
{
    private static final String ALL_ALLOCATION = "gc.alloc.rate.norm";

    /**
     * Cost of one operation.
     *
     * @param wallNs   wall-clock time
     * @param cpuNs    CPU time
     * @param bytes    bytes allocated by the benchmark
     * @param allBytes bytes allocated, those of the harness included: {@code -prof gc}
     */
    record Cost(double wallNs, double cpuNs, double bytes, double allBytes)
    {
    }

    /** Returns the command that measures the same by hand. */
    String command(final Effort effort)
    {
        final StringBuilder text = new StringBuilder("java -cp benchmarks/target/gale-benchmarks.jar ")
            .append("org.openjdk.jmh.Main '").append(benchmark.getSimpleName()).append('.').append(method).append("$'");
        parameters.forEach((name, value) -> text.append(" -p ").append(name).append('=').append(value));

        return text.append(String.format(Locale.ROOT, " -f %d -wi %d -i %d -w %dms -r %dms -prof gc -prof %s",
            effort.rounds(), effort.warmups(), effort.iterations(), effort.iterationMs(), effort.iterationMs(),
            WorkerProfiler.class.getName())).toString();
    }

    /** Runs the benchmark once. After a failure, JMH's log is kept and its path reported. */
    Cost run(final Effort effort) throws MeasurementException
    {
        try
        {
            final Path log = Files.createTempFile("gale-bench-", ".log");
            try (PrintStream out = new PrintStream(log.toFile(), StandardCharsets.UTF_8))
            {
                final Collection<RunResult> results = run(effort, out);
                if (results.size() != 1)
                {
                    throw new MeasurementException(this + ": " + results.size() + " results, see " + log, null);
                }
                Files.delete(log);

                return cost(results.iterator().next());
            }
            catch (final RunnerException ex)
            {
                throw new MeasurementException(this + ": " + ex.getMessage() + " (log: " + log + ')', ex);
            }
        }
        catch (final IOException ex)
        {
            throw new MeasurementException(this + ": no log: " + ex.getMessage(), ex);
        }
    }

    @Override
    public String toString()
    {
        return benchmark.getSimpleName() + '.' + method + parameters;
    }

    /** Runs the benchmark with a stream for its output, for any format of JMH's results. */
    private Collection<RunResult> run(final Effort effort, final PrintStream out) throws RunnerException
    {
        final PrintStream console = System.out;
        System.setOut(out);
        try
        {
            return new Runner(
                options(effort).build(), OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL)).run();
        }
        finally
        {
            System.setOut(console);
        }
    }

    private ChainedOptionsBuilder options(final Effort effort)
    {
        final TimeValue time = TimeValue.milliseconds(effort.iterationMs());
        final ChainedOptionsBuilder options = new OptionsBuilder()
            .include(Pattern.quote(benchmark.getName() + '.' + method) + '$')
            .forks(1)
            .warmupIterations(effort.warmups())
            .warmupTime(time)
            .measurementIterations(effort.iterations())
            .measurementTime(time)
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class)
            .addProfiler(WorkerProfiler.class);
        parameters.forEach(options::param);

        return options;
    }

    private static Cost cost(final RunResult result)
    {
        return new Cost(
            result.getPrimaryResult().getScore(),
            result.getSecondaryResults().get(WorkerProfiler.CPU).getScore(),
            result.getSecondaryResults().get(WorkerProfiler.ALLOCATION).getScore(),
            result.getSecondaryResults().get(ALL_ALLOCATION).getScore());
    }
}

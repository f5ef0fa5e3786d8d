package org.gale.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ratio of the rate of a job's storm to that of the default storm by options.
 *
 * @param job name of a job file beside this class
 */
record JobRow(String name, String what, Target target, String job) implements Row
{
    @Override
    public String command(final Effort effort)
    {
        return row("benchmarks/src/main/resources/org/gale/benchmarks/" + job).command(effort);
    }

    @Override
    public boolean showsRounds()
    {
        return true;
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort) throws MeasurementException
    {
        try (InputStream in = JobRow.class.getResourceAsStream(job))
        {
            final Path directory = Files.createTempDirectory("gale-bench-");
            final Path file = directory.resolve(job);
            try
            {
                Files.copy(in, file);

                return row(file.toString()).measure(effort);
            }
            finally
            {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        }
        catch (final IOException ex)
        {
            throw new MeasurementException("no file of a job: " + ex.getMessage(), ex);
        }
    }

    private ProfileRow row(final String file)
    {
        return ProfileRow.of(name, what, target, file);
    }
}

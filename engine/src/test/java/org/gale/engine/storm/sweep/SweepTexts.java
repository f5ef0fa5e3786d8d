package org.gale.engine.storm.sweep;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.gale.engine.storm.plan.JobFile;

/** Sweeps of tests, read from texts. */
final class SweepTexts
{
    private SweepTexts()
    {
    }

    /** Reads a sweep behind the first two lines that all have. */
    static Sweep read(final String rest)
    {
        return whole("sweep: pools\njob: job.yaml\n" + rest);
    }

    static Sweep whole(final String text)
    {
        return SweepReader.read(JobFile.STDIN, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}

package org.gale.engine.storm.result.sweep;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.gale.engine.storm.scenario.NodeFile;

/** Sweeps of tests, read from texts. */
public final class SweepTexts
{
    private SweepTexts()
    {
    }

    /** Reads a sweep behind the first two lines that all have. */
    public static Sweep read(final String rest)
    {
        return whole("sweep: pools\njob: job.yaml\n" + rest);
    }

    public static Sweep whole(final String text)
    {
        return SweepReader.read(NodeFile.STDIN, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}

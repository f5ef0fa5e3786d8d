package org.gale.engine.storm.plan;

import java.io.InputStream;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobNode;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.NodeFile;

/** Words that name a job: a file, or a profile in the jar. Pure functions. */
public final class JobFile
{
    private JobFile()
    {
    }

    /** Returns whether a word of a command line names a file, or one in the jar, rather than a profile of a machine. */
    public static boolean isFile(final String word)
    {
        return DeviceProfiles.NAMES.contains(word) || word.equals(NodeFile.STDIN) || word.endsWith(".yaml") ||
            word.endsWith(".yml") || word.indexOf('/') >= 0;
    }

    /**
     * Reads the tree of a job.
     *
     * @param word file, one of {@link DeviceProfiles}, or {@link NodeFile#STDIN}
     * @throws JobException if it cannot be read, or is no job
     */
    static JobNode.Fields read(final String word, final InputStream stdin)
    {
        if (DeviceProfiles.NAMES.contains(word))
        {
            return JobParser.parse(DeviceProfiles.text(word), word);
        }

        return NodeFile.read(word, stdin, JobParser.JOB,
            "no such file (a profile has no / and no .yaml: gale profiles lists them)");
    }
}

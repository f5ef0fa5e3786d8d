package org.gale.engine.storm.job;

import java.util.List;
import java.util.stream.Collectors;

/** Failure of a job with mistakes, each of which is one line for the user. */
public final class JobException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    JobException(final List<JobFault> faults)
    {
        super(faults.stream().map(JobFault::toString).collect(Collectors.joining("\n")));
        this.lines = faults.stream().sorted(JobFault.BY_PLACE).map(JobFault::toString).toList();
    }

    JobException(final Place place, final String message)
    {
        this(List.of(new JobFault(place, message)));
    }

    /** Returns a line for each mistake, in the order of the file. */
    public List<String> lines()
    {
        return lines;
    }
}

package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** Failure of a job with mistakes, each of which is one line for the user. */
public final class JobException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final transient List<JobFault> faults;

    /** Constructs a failure with its mistakes. */
    public JobException(final List<JobFault> faults)
    {
        super(faults.stream().map(JobFault::toString).collect(Collectors.joining("\n")));
        this.faults = faults.stream().sorted(JobFault.BY_PLACE).toList();
    }

    /** Constructs a failure with one mistake. */
    public JobException(final Place place, final String message)
    {
        this(List.of(new JobFault(place, message)));
    }

    /** Returns this failure with the circumstances in which each mistake arises. */
    public JobException in(final String circumstances)
    {
        return new JobException(faults.stream().map(fault -> new JobFault(
            fault.place(), fault.message() + " (" + circumstances + ')')).toList());
    }

    /** Returns a line for each mistake, in the order of the file. */
    public List<String> lines()
    {
        return faults.stream().map(JobFault::toString).toList();
    }
}

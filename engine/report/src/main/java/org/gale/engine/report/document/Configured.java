package org.gale.engine.report.document;

import java.util.List;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** Groups of VMs and phases in the configuration of a document. */
public final class Configured
{
    private Configured()
    {
    }

    /**
     * Group of VMs.
     *
     * @param guest null on the wall clock
     */
    public record Group(String name, Long vms, Long vpes, @IfThere Guest guest, List<Device> devices)
    {
    }

    /**
     * Guest of the VMs of a group.
     *
     * @param drops    null of one that drops nothing
     * @param wfi      null of one whose WFI traps as the host decides
     * @param softirq  null of one without
     * @param threaded null of one whose handlers do all
     * @param affinity null of one that moves no vectors
     */
    public record Guest(String handler, Long mask, Boolean work, @IfThere Boolean drops, @IfThere String wfi,
        @IfThere Softirq softirq, @IfThere Threaded threaded, @IfThere Affinity affinity)
    {
    }

    /**
     * Moves of vectors by a guest.
     *
     * @param every   period of its balancer; null of one without a balancer, which has no policy, either
     * @param order   null of one that moves in the right order
     * @param by      null of one that moves vectors by their LPIs
     * @param offline null of one whose vCPUs stay online
     */
    public record Affinity(@IfThere String every, @IfThere String policy, @IfThere String order,
        @IfThere String by, @IfThere Offline offline)
    {
    }

    /**
     * Times at which a vCPU goes offline.
     *
     * @param length  until it is online again
     * @param managed null of one whose vectors move
     */
    public record Offline(String every, @JsonProperty("for") String length, @IfThere String managed)
    {
    }

    /**
     * Softirqs that go on where handlers end.
     *
     * @param slice of ksoftirqd and of the guest's own work; null of a guest without
     */
    public record Softirq(@IfThere String work, Long budget, String limit, Long restarts, String wake,
        @IfThere String slice, @IfThere Long defer, @IfThere String flush)
    {
    }

    /** Threads that go on where handlers end. */
    public record Threaded(String wake, String work)
    {
    }

    /** Group of devices. */
    public record Device(String name, Long count, Long events, String target, Long priority, String loop,
        @JsonUnwrapped Pace pace, @JsonUnwrapped Later later)
    {
    }

    /** Work that handlers of a group of devices leave; all null where its guest says so. */
    public record Later(@IfThere SoftirqWork softirq, @IfThere Threaded threaded, @IfThere String leaves)
    {
    }

    /** Pace of a stream, which has values of its kind, and null for the others. */
    public record Pace(Number ratePerS, String arrivals, Long window)
    {
    }

    /** Softirqs of the events of a group of devices. */
    public record SoftirqWork(String work, @IfThere Long defer, @IfThere String flush)
    {
    }

    /** Phase of the storm. */
    public record Phase(String name, Long durationNs, List<ConfiguredChange> changes)
    {
    }

    /**
     * Change of a stream in a phase.
     *
     * @param device null for all of the group
     */
    public record ConfiguredChange(String group, String device, Number ratePerS, Number window, Number scale,
        Boolean pause)
    {
    }
}

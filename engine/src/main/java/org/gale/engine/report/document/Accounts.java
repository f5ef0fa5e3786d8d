package org.gale.engine.report.document;

import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** Accounts of a document: of the storm, of a VM, and of a group or phase. */
public final class Accounts
{
    private Accounts()
    {
    }

    /** Events of an account, and what became of those that were not rejected. */
    public record Events(Long offered, Long delivered, Long coalesced, Long pending)
    {
    }

    /** Events that devices and producers of a group have sent. */
    public record Sent(Long sent, Long ticksHigh, Long ofNoVm)
    {
    }

    /** Words of the lanes of some producers. */
    public record Words(Long published, Long drained, Long left)
    {
    }

    /** Words of the generator, and those of attached producers where they could attach. */
    public record Lanes(Words generator, @IfThere Words attached)
    {
    }

    /**
     * Account of the storm.
     *
     * @param rows what devices and producers have sent, and rows of the workload
     */
    public record OfStorm(Long offered, Long delivered, Long coalesced, Long pending, Map<String, Long> rejected,
        @Signed Long remainder, @JsonAnySetter Map<String, Long> rows, @IfThere Lanes lanes, List<OfVm> vms)
    {
    }

    /**
     * Account of a VM.
     *
     * @param vm number, or a text for what was rejected without a VM
     */
    public record OfVm(VmName vm, @JsonUnwrapped Events events, Long rejected, @Signed Long remainder)
    {
    }

    /**
     * Account of a group or phase.
     *
     * @param carriedIn events that were pending when the phase began
     * @param origin    null of a phase
     */
    public record OfPart(@IfThere Long carriedIn, @JsonUnwrapped Events events, Long rejected, @Signed Long remainder,
        @JsonUnwrapped Sent origin)
    {
    }
}

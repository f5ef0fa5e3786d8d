package org.gale.engine.report.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;

/** Accounts of a document: of the storm, of a VM, and of a group or phase. */
public final class DocumentAccounts
{
    private DocumentAccounts()
    {
    }

    /**
     * Events of an account, and what became of those that were not rejected.
     *
     * @param held null where no device has vectors
     */
    public record Events(Long offered, Long delivered, Long coalesced, Long pending, @IfThere Long held)
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
     * @param coalescedAt events that merged, by eventfd, mask and entry; null without vectors
     * @param rows        what devices and producers have sent, and rows of the workload
     */
    public record OfStorm(@JsonUnwrapped Events events, Map<String, Long> rejected,
        @Signed Long remainder, @IfThere Map<String, Long> coalescedAt, @JsonAnySetter Map<String, Long> rows,
        @IfThere Lanes lanes, List<OfVm> vms)
    {
        /** Returns the account of its members. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static OfStorm of(final Map<String, JsonNode> members)
        {
            final Map<String, JsonNode> rest = new LinkedHashMap<>(members);
            final Events events = new Events(number(rest.remove("offered")), number(rest.remove("delivered")),
                number(rest.remove("coalesced")), number(rest.remove("pending")), number(rest.remove("held")));
            final Map<String, Long> rejected = numbers(rest.remove("rejected"));
            final Long remainder = number(rest.remove("remainder"));
            final Map<String, Long> coalescedAt = numbers(rest.remove("coalesced_at"));
            final Lanes lanes = DocumentReader.part(rest.remove("lanes"), Lanes.class);
            final OfVm[] vms = DocumentReader.part(rest.remove("vms"), OfVm[].class);
            final Map<String, Long> rows = new LinkedHashMap<>();
            rest.forEach((name, value) -> rows.put(name, number(value)));

            return new OfStorm(events, rejected, remainder, coalescedAt, rows, lanes,
                vms == null ? null : List.of(vms));
        }

        private static Long number(final JsonNode value)
        {
            return value == null || !value.isNumber() ? null : value.longValue();
        }

        private static Map<String, Long> numbers(final JsonNode value)
        {
            final Map<String, Long> numbers = value == null || !value.isObject() ? null : new LinkedHashMap<>();
            if (numbers != null)
            {
                value.properties().forEach(member -> numbers.put(member.getKey(), number(member.getValue())));
            }

            return numbers;
        }
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

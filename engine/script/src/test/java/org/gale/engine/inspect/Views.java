package org.gale.engine.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.gicv5.Ist;
import org.gale.engine.gicv5.Registers;
import org.gale.engine.gicv5.Rig;
import org.gale.engine.machine.Machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Views of machines for tests: each is checked to be one line of JSON, and to change nothing. */
final class Views
{
    /** Physical address of the level 1 device table. Entry 1 of each level 1 table is valid, entry 0 is zero. */
    static final long DEVICE_L1 = Rig.RAM + 0x8_0000;
    static final long DEVICE_L2 = Rig.RAM + 0x9_0000;
    static final long EVENT_L1 = Rig.RAM + 0xa_0000;
    static final long EVENT_L2 = Rig.RAM + 0xb_0000;
    static final long VM_L1 = Rig.RAM + 0xc_0000;
    static final long VM_L2 = Rig.RAM + 0xd_0000;
    /** VM of the second level 2 table. */
    static final int VM_OF_L2 = 130;
    /** Device of the second level 2 table; one of its events likewise. */
    static final int DEVICE_OF_L2 = 0x203;
    static final int EVENT_OF_L2 = 0x204;

    private static final ObjectMapper JSON =
        new ObjectMapper().configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);

    private Views()
    {
    }

    /** Returns the JSON of a view. */
    static JsonNode view(final Rig rig, final String words)
    {
        return view(rig.machine(), words);
    }

    /** Returns the JSON of a view. */
    static JsonNode view(final Machine machine, final String words)
    {
        final long digest = machine.digest();
        final long runDigest = machine.runDigest();
        final String text = Inspector.inspect(machine, List.of(words.split(" ", -1)));

        assertEquals(digest, machine.digest(), words);
        assertEquals(runDigest, machine.runDigest(), words);
        assertFalse(text.contains("\n"), words);
        try
        {
            final JsonNode json = JSON.readTree(text);
            assertEquals(words.split(" ", 2)[0], json.get("view").textValue());

            return json;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(text, ex);
        }
    }

    /** Returns the sentence that refuses a view. */
    static String refusal(final Rig rig, final String words)
    {
        final List<String> list = words.isEmpty() ? List.of() : List.of(words.split(" ", -1));

        return assertThrows(
            IllegalArgumentException.class, () -> Inspector.inspect(rig.machine(), list), words).getMessage();
    }

    /** Makes two-level tables valid: of physical LPIs, of VMs, of devices, of the events of a device. */
    static void twoLevelTables(final Rig rig)
    {
        rig.physicalIst(new Ist(Rig.RAM + 0x10_0000, 14, 0, 0, true, Rig.RAM + 0x11_0000));

        rig.store(VM_L1 + 8, 8, VM_L2 | 1);
        rig.irs(Registers.IRS_VMT_CFGR, 8 | 1 << 16);
        rig.irsLong(Registers.IRS_VMT_BASER, VM_L1 | 1);
        final long vmte = VM_L2 + (VM_OF_L2 - 128) * 32L;
        rig.store(vmte + 8, 8, Rig.RAM + 0xe_0000 | 2L << 59);
        rig.store(vmte + 16, 8, Ist.linear(Rig.RAM + 0x20_0000, 14).descriptor());
        rig.mapVm(VM_OF_L2, false);
        rig.mapVpe(VM_OF_L2, 1);
        rig.mapVist(VM_OF_L2, 2, false);

        rig.store(DEVICE_L1 + 8, 8, DEVICE_L2 | 1 | 9L << 60);
        rig.store(DEVICE_L2 + 8 * (DEVICE_OF_L2 & 0x1ff), 8, EVENT_L1 | 1 | 1L << 58 | 10L << 59);
        rig.store(EVENT_L1 + 8, 8, EVENT_L2 | 1 | 9L << 60);
        rig.store(EVENT_L2 + 8 * (EVENT_OF_L2 & 0x1ff), 8, 1L << 31 | 1L << 30 | (long)VM_OF_L2 << 32 | 77);
        rig.store(Rig.ITS + Registers.ITS_DT_CFGR, 4, 10 | 1 << 16);
        rig.store(Rig.ITS + Registers.ITS_DT_BASER, 8, DEVICE_L1);
        rig.store(Rig.ITS + Registers.ITS_CR0, 4, 1);
    }
}

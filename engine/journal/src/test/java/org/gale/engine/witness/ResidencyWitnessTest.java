package org.gale.engine.witness;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.InterruptQueries;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A VPE that is on two PEs, or on one and not valid, is found where PEs enter guests and where VMs change. */
@Tag("P2")
@Tag("B-RES-2")
@Tag("M-RES2")
class ResidencyWitnessTest
{
    private static final int PES = 4;
    private static final int CONTEXTR = 0xe65e;
    private static final long VPE_MAP = 0x0801_02d8L;

    /** VPE that is resident on a PE, by PE. */
    private final Map<Integer, Integer> resident = new HashMap<>();
    private final List<String> found = new ArrayList<>();
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private final int owner = OwnerId.vm(OwnerId.physical(0, 0), 2);
    private int validVpes = 8;
    private final ResidencyWitness witness = new ResidencyWitness(
        (InterruptQueries)Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{ InterruptQueries.class },
            (proxy, method, args) -> switch (method.getName())
            {
                case "residentOwner" -> resident.containsKey(args[0]) ? owner : OwnerId.NONE;
                case "residentVpe" -> resident.getOrDefault(args[0], -1);
                case "nextVpe" -> (int)args[1] < validVpes ? args[1] : -1;
                default -> throw new IllegalStateException(method.getName());
            }),
        PES, (isLost, who, sentence) -> found.add(isLost + " " + who + sentence));

    @Test
    void shouldSayNothingOfDifferentVpes()
    {
        resident.putAll(Map.of(0, 1, 3, 2));
        enter(0);
        enter(3);
        store(VPE_MAP);

        assertEquals(List.of(), found);
    }

    @Test
    void shouldTellOnceOfAVpeOnTwoPes()
    {
        resident.putAll(Map.of(0, 1, 3, 1));
        enter(3);
        enter(3);

        assertEquals(List.of("false PE 3 has VM 2 VPE 1, which is on PE 0, too: each acknowledges " +
            "interrupts of the other (M-RES2)"), found);
    }

    @Test
    void shouldTellAgainAfterThePeLeft()
    {
        resident.putAll(Map.of(0, 1, 3, 1));
        enter(3);
        resident.remove(3);
        enter(3);
        resident.put(3, 1);
        enter(3);

        assertEquals(2, found.size());
    }

    @Test
    @Tag("B-VMT-8")
    void shouldTellOfAVpeThatIsNotValid()
    {
        resident.put(1, 7);
        store(VPE_MAP);
        assertEquals(List.of(), found);

        validVpes = 7;
        store(0x4000_0000L);
        store(0x0801_01f8L);
        store(0x0801_02e8L);
        assertEquals(List.of(), found);

        store(0x0801_02e0L);
        assertEquals(List.of("false PE 1 has VM 2 VPE 7, which is not valid (B-RES-2, B-VMT-8)"), found);
    }

    private void enter(final int pe)
    {
        Commands.sysw(command, 0, pe, 2, CONTEXTR, 0);
        witness.applied(command, 0);
    }

    private void store(final long address)
    {
        Commands.store(command, 0, address, Long.BYTES, 0);
        witness.applied(command, 0);
    }
}

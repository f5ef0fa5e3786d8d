package org.gale.engine.storm.law;

import java.util.List;
import org.gale.engine.storm.scenario.Affinity;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.LaterWork;
import org.gale.engine.storm.scenario.MoveOrder;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.SoftirqRules;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the law of vectors that guests move: both sides of each rule. */
@Tag("P1")
class MoveLawTest
{
    private static final int VM = 1;
    private static final int OLD = 2;                               // vCPUs of the VM
    private static final int NEW = 3;

    private final MoveLaw law = new MoveLaw(Topology.ofResident(HostShapes.config(List.of(
        new VmShape("still", 1, 2, List.of(device()), guest(Affinity.NONE)), new VmShape("moves", 1, 2,
        List.of(device()), guest(new Affinity(1_000_000, Affinity.Policy.ROUND, MoveOrder.RIGHT)))))), false);

    private static GuestShape guest(final Affinity affinity)
    {
        return new GuestShape(Distribution.ZERO, GuestShape.MASK_OPEN, false, false, GuestShape.Wfi.AUTO,
            LaterWork.NONE, SoftirqRules.DEFAULT, affinity);
    }

    private static DeviceShape device()
    {
        return new DeviceShape("nic", 1, 3, DeviceShape.Target.VECTOR, 10, new OpenStream(1_000, false));
    }

    @Test
    void shouldFollowTheVmsWhoseGuestsMoveVectors()
    {
        assertFalse(law.follows(0));
        assertTrue(law.follows(VM));
    }

    @Test
    void shouldKeepAnInterruptThatMovesWithItsVector()
    {
        law.sent(VM, 1, 1, 10);
        law.raised(VM, 1, 10);
        law.moved(VM, 1, NEW, true, 20);
        law.acknowledged(NEW, VM, 1, 30);
        law.moved(VM, 1, OLD, false, 40);                           // nothing waits
        law.sent(VM, 1, 1, 50);
        law.raised(VM, 1, 50);
        law.acknowledged(OLD, VM, 1, 60);

        assertNull(law.broken());
    }

    @Test
    void shouldCountWhatIsCarriedFromOneLpiOfAVectorToTheOther()
    {
        law.raised(VM, 1, 10);
        law.entered(VM, 1, true, false, 20);
        law.moved(VM, 1, NEW, true, 20);
        law.entered(VM, 2, false, false, 20);
        law.moved(VM, 2, NEW, false, 20);

        assertNull(law.broken());
        assertEquals(1, law.carried(VM));
        assertEquals(0, law.carried(0));
    }

    @Test
    void shouldFindAnInterruptThatIsLeftAtTheOldLpi()
    {
        law.raised(VM, 1, 10);
        law.entered(VM, 1, false, true, 20);

        assertTrue(law.broken().text().contains("it was left there when its translation entry got"),
            law.broken().text());
    }

    @Test
    void shouldFindAMessageThatReachesNoLpi()
    {
        law.sent(VM, 2, 0, 1_234);

        assertEquals("VM 1 LPI 2 (device 1 event 2): its message at 1,234 ns reached no LPI, and is lost",
            law.broken().text());
    }

    @Test
    void shouldFindWhatIsNotOwedAfterAMove()
    {
        law.raised(VM, 1, 10);
        law.raised(VM, 1, 15);                                      // merges
        law.moved(VM, 1, NEW, false, 2_000);

        assertEquals("VM 1 LPI 1 (device 1 event 1): pending since 10 ns, it is lost since its vector moved to VPE 1 " +
            "at 2,000 ns", law.broken().text());
        assertEquals(VM, law.broken().vm());
        assertEquals(1, law.broken().lpi());
    }

    @Test
    void shouldFindAnAcknowledgeOfTheOldVcpu()
    {
        law.raised(VM, 0, 10);
        law.moved(VM, 0, NEW, true, 20);
        law.acknowledged(OLD, VM, 0, 30);

        assertEquals("VM 1 LPI 0 (device 1 event 0): VPE 0 acknowledged it at 30 ns, and has no handler for it since " +
            "its vector moved to VPE 1 at 20 ns", law.broken().text());
    }

    /** Tests that a vector which has never moved may be on any vCPU, and that the first finding stays. */
    @Test
    void shouldKeepTheFirstFinding()
    {
        law.raised(VM, 0, 5);
        law.acknowledged(OLD, VM, 0, 6);
        assertNull(law.broken());

        law.sent(VM, 2, 0, 10);
        law.sent(VM, 1, 2, 20);

        assertEquals(2, law.broken().lpi());
    }
}

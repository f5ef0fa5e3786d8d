package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.gale.engine.support.SavedWords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** State of the guest's IRS: what user space changed of its identity has bits of a word that were 0 before. */
class GuestIrsTest
{
    private static final int PRI_BITS_WORD = 6;

    private final KvmRig rig = new KvmRig();
    private GuestIrs irs;
    private KvmHost host;

    @BeforeEach
    void initialise()
    {
        rig.initialised(1);
        host = rig.verbs().kvm.host;
        irs = rig.verbs().kvm.vms.find(0).irs;
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldHaveTheWordsOfVersion7WhereUserSpaceChangedNothing()
    {
        assertEquals(List.of(0L, 0L, 0xff_ffffL, 0xffffL, 0L, 0L, 4L, 16L, 14L, 0L), words());
    }

    @Tag("K-AT-57")
    @Tag("K-AT-59")
    @Test
    void shouldKeepWhatUserSpaceChangedOfTheIdentity()
    {
        irs.idr0(host, 0xabcd_0015);
        irs.l2sz(4);
        irs.priBits = 3;
        final GuestIrs other = new GuestIrs();

        other.state(SavedWords.restoring(words()));

        assertEquals(0xabcd_0015, other.idr0(host));
        assertEquals(4, other.l2sz());
        assertEquals(3, other.priBits);
        assertEquals(0xabcd_0000L | 5 << 7 | 2 << 3 | 3, words().get(PRI_BITS_WORD));
    }

    @Tag("K-IRS-1")
    @Test
    void shouldForgetTheChangesAtAReset()
    {
        irs.idr0(host, 0xabcd_0015);
        irs.l2sz(4);

        irs.reset(host);

        assertEquals(0x1d, irs.idr0(host));
        assertEquals(1, irs.l2sz());
    }

    @Tag("K-IRS-1")
    @Test
    void shouldBeAsNewBehindAReset()
    {
        final List<Long> asNew = words();
        irs.isEnabled = true;
        irs.cr1 = 1;
        irs.spiSelr = 3;
        irs.peSelr = 2;
        irs.istCfgr = 1;
        irs.istBaser = 1;
        irs.isRestorePending = true;
        irs.priBits = 1;
        irs.idBits = 15;
        irs.minLpiIdBits = 15;
        assertNotEquals(asNew, words());

        irs.reset(host);

        assertEquals(asNew, words());
    }

    private List<Long> words()
    {
        final SavedWords saved = new SavedWords();
        irs.state(saved);

        return saved.words();
    }
}

package org.gale.engine.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Images of VMs of a GICv4 host in sessions: files, their versions, and options of migrations. */
@Tag("M-MIG")
class V4ImagesTest
{
    private static final String HOST = "v4 host cpus=2 lpi_bits=14 vpeid_bits=2";
    private static final String[] VM = {"v4 create_vm 2", "v4 map 0 7 3 0 8200", "v4 map 0 7 4 1 8201",
        "v4 config 0 8200 64 1", "v4 config 0 8201 128 1", "v4 config 0 9000 32 1", "v4 enable 0 0", "v4 msi 7 3",
        "v4 msi 7 4", "v4 sgi 0 1 2"};

    private final AskedSession session = new AskedSession();

    @TempDir
    private Path directory;

    @AfterEach
    void close()
    {
        session.close();
    }

    private static void say(final AskedSession of, final String... lines)
    {
        for (final String line : lines)
        {
            assertTrue(of.say(line).matches("OK( 0)?"), line);
        }
    }

    @Test
    void shouldRestoreAnImageInAnotherSession()
    {
        final String file = directory.resolve("vm").toString();
        say(session, HOST);
        say(session, VM);
        say(session, "v4 save 0 " + file, "v4 save 0 " + file);
        try (AskedSession other = new AskedSession())
        {
            say(other, HOST, "v4 create_vm 2", "v4 restore 0 " + file, "v4 load 0 0 0", "v4 load 0 1 1");
            assertEquals("OK 1", other.say("v4 query 0 0"));
            assertEquals("OK 8200", other.say("v4 ack 0 0"));
            assertEquals("OK 8201", other.say("v4 ack 0 1"));
            say(other, "v4 eoi 0 1 8201");
            assertEquals("OK 2", other.say("v4 ack 0 1"));
            say(other, "v4 map 0 7 5 0 9000", "v4 msi 7 5");
            assertEquals("OK 9000", other.say("v4 ack 0 0"));
            assertEquals("OK -EBUSY", other.say("v4 restore 0 " + file));
            assertTrue(!other.say("v4 audit").contains(":\""), other.say("v4 audit"));
        }
    }

    @Test
    void shouldRefuseAnImageOfANewerVersionInOneLine() throws IOException
    {
        final Path file = directory.resolve("vm");
        say(session, HOST);
        say(session, VM);
        say(session, "v4 save 0 " + file);
        assertEquals("OK 1", session.say("v4 create_vm 2"));
        final String image = Files.readString(file);
        Files.writeString(file, image.replaceFirst("01 ", "02 "));

        assertEquals("FAIL v4: FILE '" + file + "' holds an image of version 2, and the newest that is known is 1",
            session.say("v4 restore 1 " + file));
        Files.writeString(file, "1 2 3");
        assertEquals("FAIL v4: FILE '" + file + "' holds no image of a GICv4 host's VM",
            session.say("v4 restore 1 " + file));
        assertEquals("FAIL v4: FILE '@other' holds no image", session.say("v4 restore 1 @other"));
    }

    @ParameterizedTest
    @CsvSource({"cpus=2 lpi_bits=14 vpeid_bits=2, 3, -EINVAL", "cpus=2 lpi_bits=14 vpeid_bits=2, 2, 0",
        "cpus=2 lpi_bits=14 version=4.0, 2, -EINVAL", "cpus=2 lpi_bits=16 vpeid_bits=2, 2, 0",
        "cpus=2 lpi_bits=14 vpeids=1 policy=all-or-nothing, 2, 0"})
    void shouldCheckWhatAHostCanHave(final String keys, final int vcpus, final String errno)
    {
        final String file = directory.resolve("vm").toString();
        say(session, HOST);
        say(session, VM);
        say(session, "v4 save 0 " + file);
        try (AskedSession other = new AskedSession())
        {
            say(other, "v4 host " + keys, "v4 create_vm " + vcpus);
            assertEquals("OK " + errno, other.say("v4 restore 0 " + file));
            assertEquals(errno.equals("0") ? "OK -EEXIST" : "OK 0", other.say("v4 map 0 7 3 0 8200"));
        }
    }

    @Test
    void shouldLeaveAVmAsItWasWhenARestoreFails()
    {
        say(session, HOST);
        say(session, VM);
        say(session, "v4 save 0 @vm", "v4 discard 0 7 3", "v4 discard 0 7 4");
        assertEquals("OK 1", session.say("v4 create_vm 2"));
        say(session, "v4 fail E2 2");
        assertEquals("OK -ENOMEM", session.say("v4 restore 1 @vm"));
        say(session, "v4 map 1 7 4 0 8300");
        assertEquals("OK -EBUSY", session.say("v4 restore 1 @vm"));
        say(session, "v4 discard 1 7 4", "v4 restore 1 @vm");

        assertEquals("OK pending=1 route=VIRT vcpu=0 spurious=0", session.say("v4 state 1 8200"));
        assertTrue(!session.say("v4 audit").contains(":\""), session.say("v4 audit"));
    }

    @Test
    void shouldRefuseDevicesOfAnotherVm()
    {
        say(session, HOST);
        say(session, VM);
        say(session, "v4 save 0 @vm");
        assertEquals("OK 1", session.say("v4 create_vm 2"));

        assertEquals("OK -EINVAL", session.say("v4 restore 1 @vm"));
        assertEquals("OK 0", session.say("v4 query 1 0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-sync", "edge-lost", "latch-lost", "active-lost"})
    void shouldRefuseOrdersOfKvm(final String order)
    {
        say(session, HOST);
        say(session, VM);

        final String reply = session.say("v4 migrate 0 order=" + order);
        assertTrue(reply.startsWith("FAIL v4: OPTION 'order=" + order + "' is an order that v4 does not have: " +
            "order=right, order=late-redirect, order=old-id, order=no-doorbell, order=vpt-unread, "), reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vpt-unread", "unmapped-late", "discard-first"})
    void shouldRefuseOrdersOfGicv4(final String order)
    {
        session.say("kvm create_vm");

        final String reply = session.say("kvm migrate 0 order=" + order);
        assertTrue(reply.startsWith("FAIL kvm: OPTION 'order=" + order + "' is an order that kvm does not have: " +
            "order=right, "), reply);
    }

    @Test
    void shouldRefuseOtherLines()
    {
        say(session, HOST);

        assertEquals("FAIL v4 migrate: expected: migrate VM [order=ORDER] [fail=STEP]", session.say("v4 migrate"));
        assertTrue(session.say("v4 migrate 0 later").startsWith("FAIL v4: OPTION 'later' is none of order=right, "));
        assertTrue(session.say("v4 migrate 0 fail=copy").startsWith("FAIL v4: OPTION 'fail=copy' is none of "));
        assertEquals("FAIL v4 migrate: no VM 0", session.say("v4 migrate 0 order=old-id fail=save"));
        assertEquals("FAIL v4 save: no VM 0", session.say("v4 save 0 @a"));
        assertEquals("FAIL v4 save: 1 operands, expected: 2", session.say("v4 save 0"));
        assertTrue(session.say("v4 image").startsWith("FAIL v4: no verb 'image'"), session.say("v4 image"));
        assertTrue(session.say("v4 restore_data 0 0 0 0 0 0 0").startsWith("FAIL v4: no verb 'restore_data'"));
    }

    /** Messages of functions wait as those of devices do, and the witnesses of both agree. */
    @Test
    void shouldHoldMessagesOfFunctions()
    {
        session.say("notices on");
        say(session, HOST);
        say(session, VM);
        say(session, "v4 load 0 0 0", "msix create 7 vectors=4 bar=0x10000000", "msix control 7 enable=1");
        say(session, "writeq 0x10000000 0x08090040", "writel 0x10000008 4", "writel 0x1000000c 0");
        assertEquals("OK stop", session.say("v4 migrate 0"));
        for (final String step : new String[] {"quiet", "save", "destroy", "restore"})
        {
            assertEquals("OK " + step, session.say("v4 step"));
            assertEquals("OK", session.say("msix trigger 7 0"));
            assertTrue(session.say("digest").startsWith("OK 0x"), step);
        }
        assertEquals("OK resume 1", session.say("v4 step"));
        assertTrue(session.say("stats").contains("\"lost\":0,\"invented\":0"), session.say("stats"));
        say(session, "v4 load 1 1 1");
        assertEquals("OK 8201", session.say("v4 ack 1 1"));
    }

    @Test
    @Tag("M-MIG-8")
    void shouldSendThePagesThatWereWrittenSinceThePassBefore()
    {
        say(session, HOST);
        say(session, VM);
        assertEquals("OK precopy 1 properties 4/4 pending 16/16", session.say("v4 precopy 0"));
        assertEquals("OK precopy 2 properties 0/4 pending 0/16", session.say("v4 precopy 0"));
        say(session, "v4 load 0 0 0");
        assertEquals("OK 8200", session.say("v4 ack 0 0"));
        say(session, "v4 put 0 0", "v4 config 0 9000 36 1");
        assertEquals("OK precopy 3 properties 1/4 pending 1/16", session.say("v4 precopy 0"));
        assertEquals("OK stop", session.say("v4 migrate 0"));
        assertEquals("FAIL v4 precopy: VM 0 migrates (v4 step goes on)", session.say("v4 precopy 0"));
        assertEquals("FAIL v4 precopy: no VM 3", session.say("v4 precopy 3"));
    }

    @Test
    void shouldNameTheStepsAndTheNewVm()
    {
        say(session, HOST);
        say(session, VM);
        assertEquals("OK stop", session.say("v4 migrate 0 fail=resume"));
        for (final String step : new String[] {"quiet", "save", "destroy", "restore", "-EIO", "restore", "resume 2"})
        {
            assertEquals("OK " + step, session.say("v4 step"));
        }
        assertEquals("OK 0", session.say("v4 step"));
        assertEquals("FAIL v4 load: no VM 1", session.say("v4 load 1 0 0"));
    }
}

package org.gale.engine.cli.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;

/** Journaled session of a GICv4 host with one VM of two vCPUs, whose vCPU 0 has the vLPIs 8200 and 8201. */
final class DirectSession
{
    private static final String HEAD = """
        machine ram=0x40000000:0x4000000
        v4 host cpus=2 vpeid_bits=3 lpi_bits=14
        v4 create_vm 2
        v4 map 0 1 0 0 8200
        v4 map 0 1 1 0 8201
        v4 config 0 8200 64 1
        v4 config 0 8201 64 1
        """;
    private static final int HEAD_REPLIES = 7;

    private DirectSession()
    {
    }

    /**
     * Plays lines behind the set-up.
     *
     * @return the replies to them
     */
    static List<String> play(final Path journal, final String lines) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        SessionRunner.run(
            keys -> MachineTarget.create(keys, machine -> SessionJournal.create(journal, "test", machine)),
            new ByteArrayInputStream((HEAD + lines).getBytes(StandardCharsets.US_ASCII)), out);
        final List<String> replies = out.toString(StandardCharsets.US_ASCII).lines().toList();

        return replies.subList(HEAD_REPLIES, replies.size());
    }
}

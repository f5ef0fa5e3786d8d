package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Tests of the account of a part whose commands lose an interrupt: the account itself owes it until a promise is
 * checked, and the tables have it no more (P1).
 */
@Tag("P1")
class AccountOfLossTest
{
    private static final List<Integer> NONE_LOST = List.of(1, 0, 0, 1);
    private static final List<Integer> LOST = List.of(1, 0, 1, 0);

    @TempDir
    private Path home;
    private Path journal;

    @BeforeEach
    void loseOne() throws IOException
    {
        journal = home.resolve("lost");
        DirectSession.play(journal, "v4 legacy on\nv4 enable 0 0\nv4 msi 1 0\nv4 disable 0 0\n");
    }

    @Test
    void shouldCallAnInterruptLostFromTheCommandOnThatLostIt() throws IOException
    {
        final List<List<Integer>> accounts = new ArrayList<>();
        final int last = last();
        for (int to = message(last); to <= last; to++)
        {
            accounts.add(account(1, to));
        }

        assertEquals(NONE_LOST, accounts.get(0));
        assertEquals(LOST, accounts.get(accounts.size() - 1));
        for (final List<Integer> account : accounts)
        {
            assertEquals(account.get(0), account.get(1) + account.get(2) + account.get(3), accounts.toString());
        }
    }

    @Test
    void shouldCountALossOfThePartAlone() throws IOException
    {
        final int last = last();

        assertEquals(List.of(0, 0, 1, -1), account(message(last) + 1, last));
    }

    /** Returns the first command at which the message is offered. */
    private int message(final int last) throws IOException
    {
        int to = last;
        while (account(1, to - 1).get(0) == 1)
        {
            to--;
        }

        return to;
    }

    private int last() throws IOException
    {
        return json("--from", "1").path("to").asInt();
    }

    /** Returns what was offered, delivered and lost, and how many more interrupts are pending. */
    private List<Integer> account(final int from, final int to) throws IOException
    {
        final JsonNode owners = json("--from", Integer.toString(from), "--to", Integer.toString(to)).path("owners");
        final List<Integer> sums = new ArrayList<>();
        for (final String name : List.of("offered", "delivered", "lost", "pending_more"))
        {
            int sum = 0;
            for (final JsonNode owner : owners)
            {
                sum += owner.path(name).asInt();
            }
            sums.add(sum);
        }

        return sums;
    }

    private JsonNode json(final String... range) throws IOException
    {
        final List<String> words = new ArrayList<>(List.of("replay", journal.toString(), "--account", "--json"));
        words.addAll(List.of(range));
        final StringWriter out = new StringWriter();
        assertEquals(ExitCode.OK, GaleRun.of(out, new StringWriter(), words.toArray(new String[0])));

        return new ObjectMapper().readTree(out.toString());
    }
}

package org.gale.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.V4Verb;
import org.gale.engine.config.MachineKey;
import org.gale.engine.config.MachineKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelpVerbTest
{
    private final List<FakeTarget> targets = new ArrayList<>();
    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session = new ProtocolSession(this::create, reply);

    @Test
    void shouldNameTheVerbs()
    {
        assertEquals("OK " + String.join(" ", Verb.SPELLINGS), answer("help"));
        assertTrue(answer("help kvm").startsWith("OK create_vm create_vcpu create_device "));
        assertTrue(answer("help v4").startsWith("OK host create_vm destroy_vm map "));
    }

    @ParameterizedTest
    @CsvSource({
        "help readl, OK readl ADDR | reply: OK VALUE: 4 bytes of RAM or of a register frame | errors: FAIL unmapped " +
            "where neither is",
        "help stats, OK stats | reply: OK {json}: accounting and counters | errors: none of its own",
        "help kvm block, 'OK kvm block VM VCPU | reply: OK 0; as put, and requests a doorbell | errors: FAIL on a PE " +
            "whose link is down'",
        "help kvm put, OK kvm put VM VCPU | reply: OK 0; the vCPU is not resident any more | errors: none of its own",
        "help machine strict, OK machine strict=0|1 | reply: OK; reports software stores into tables that the IRS or " +
            "ITS owns; default 0 | errors: FAIL unless 0 or 1",
        "help machine ram, 'OK machine ram=BASE:SIZE | reply: OK; base and size of RAM; default " +
            "0x40000000:0x40000000 | errors: none of its own'",
        "help machine pes, 'OK machine pes=N | reply: OK; number of PEs; IAFFID of PE n is n, unless iaffids says " +
            "another; default 4 | errors: FAIL unless 1 to 4,096'",
        "help machine irs.1.pes, 'OK machine irs.1.pes=LIST | reply: OK; PEs of IRS 0, or none; irs.N.pes of IRS N; " +
            "for all IRSs or for none; default by the other keys | errors: none of its own'",
        "help v4 create_vm, OK v4 create_vm NVCPUS | reply: OK VM | errors: FAIL unless 1 to 512 vCPUs"})
    void shouldGiveOperandsReplyAndErrorsOfAVerb(final String line, final String expected)
    {
        assertEquals(expected, answer(line));
    }

    @ParameterizedTest
    @CsvSource({
        "help reedl, FAIL help: no verb 'reedl': did you mean 'readl'?",
        "help xyzzyxyzzy, FAIL help: no verb 'xyzzyxyzzy'",
        "help kvm blok, FAIL help: no verb 'blok': did you mean 'block'?",
        "help v4 ak, FAIL help: no verb 'ak': did you mean 'ack'?",
        "help machine its.cash, FAIL help: no key 'its.cash': did you mean 'its.cache'?",
        "help machine irs.0.pes, FAIL help: no key 'irs.0.pes' (write irs.pes)",
        "help machine irs.99.pes, FAIL help: no key 'irs.99.pes': irss=16 is the most (0 to 15)",
        "help machine irs.1.pse, FAIL help: no key 'irs.1.pse': did you mean 'irs.1.pes'?",
        "help machin pes, FAIL help: no verb 'machin': did you mean 'machine'?",
        "help kwm block, FAIL help: no verb 'kwm': did you mean 'kvm'?"})
    void shouldRefuseAVerbThatDoesNotExist(final String line, final String expected)
    {
        assertEquals(expected, answer(line));
    }

    @Test
    void shouldRefuseMoreThanAVerb()
    {
        assertTrue(answer("help kvm block 0").startsWith("FAIL help: 3 operands"));
    }

    @Test
    void shouldBuildNoMachine()
    {
        answer("help");
        answer("help v4 host");

        assertTrue(targets.isEmpty());
        assertEquals("OK", answer("machine pes=2"));
        assertEquals(1, targets.size());
    }

    @Test
    void shouldListTheKeysOfTheMachine()
    {
        final String answer = answer("help machine");

        assertTrue(answer.endsWith(" | keys: " + String.join(" ",
            MachineKeys.ALL.stream().map(MachineKey::name).toList())), answer);
    }

    @Test
    void shouldAnswerWhenTheMachineLineWasWrong()
    {
        assertTrue(answer("machine pes=none").startsWith("FAIL machine"));

        assertTrue(answer("help machine").startsWith("OK machine KEY=VALUE... | "));
    }

    @Test
    void shouldDescribeEveryVerb()
    {
        assertEquals(Arrays.stream(KvmVerb.values()).filter(verb -> verb.usage() != null).map(KvmVerb::spelling)
            .toList(),
            VerbHelp.names(KvmVerbs.HELP));
        final Set<String> v4 = new TreeSet<>(VerbHelp.names(V4Verbs.HELP));
        v4.removeAll(Set.of("host", "begin", "msi"));
        final Set<String> declared = new TreeSet<>(Arrays.stream(V4Verb.values())
            .filter(verb -> !verb.isInternal()).map(V4Verb::spelling).toList());
        declared.removeIf(name -> name.startsWith("begin_"));
        assertEquals(declared, v4);
    }

    @Test
    void shouldDescribeInOneLineOfAscii()
    {
        for (final List<VerbHelp> verbs : List.of(HelpVerb.VERBS, HelpVerb.keys(), KvmVerbs.HELP, V4Verbs.HELP))
        {
            for (final VerbHelp help : verbs)
            {
                assertTrue(help.line().chars().allMatch(c -> c >= ' ' && c < 0x7f), help::line);
                assertTrue(help.reply().startsWith("OK"), help::line);
                assertFalse(help.errors().endsWith("."), help::line);
            }
        }
    }

    private ScriptTarget create(final List<String> keys)
    {
        if (keys.contains("pes=none"))
        {
            throw new IllegalArgumentException("pes is not a number");
        }
        final FakeTarget target = new FakeTarget(keys);
        targets.add(target);

        return target;
    }

    private String answer(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        final int start = reply.length();
        session.execute(bytes, 0, bytes.length);

        return reply.text(start).trim();
    }
}

package org.gale.tests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test of the first sentences of public types and members: each has none of the forms that texts for readers avoid, and
 * its object is a noun, not a pronoun.
 */
class PublicJavadocTest
{
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern PUBLIC = Pattern.compile(
        "\\s*(?:@\\w+(?:\\([^()]*(?:\\([^()]*\\)[^()]*)*\\))?\\s*)*public\\b");
    private static final Pattern PRONOUN = Pattern.compile(
        "(?:Returns|Takes|Makes|Sets|Gives|Lets|Asks) " +
        "(?:those|these (?:and|of)|that of|that|one|it|others|the same|the others|what|some|them)\\b.*");
    private static final Pattern END = Pattern.compile("(?<=[.:;!?])\\s");

    @Test
    void shouldNameTheSubjectOfPublicTypesAndMembers() throws IOException
    {
        final List<String> found = new ArrayList<>();
        for (final Path source : SourceTree.main())
        {
            if (!source.endsWith("package-info.java"))
            {
                findings(Files.readString(source, UTF_8))
                    .forEach(finding -> found.add(SourceTree.name(source) + ": " + finding));
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void shouldFindAPronounInPlaceOfASubject()
    {
        assertThat(findings("/** Returns those of a VM. */\npublic int a()")).hasSize(1);
        assertThat(findings("/**\n * Sets what takes\n * a PE.\n */\n@Override\npublic void a()")).hasSize(1);
        assertThat(findings("/** Files beside a journal. */ public final class A")).hasSize(1);
        assertThat(findings("/** One of {@link A}. */ public static final int B = 1;")).hasSize(1);
        assertThat(findings("/** Returns those of a VM. */\nint a()")).isEmpty();
        assertThat(findings("/** Returns the LPIs of a VM. Takes what is left. */\npublic int a()")).isEmpty();
        assertThat(findings("/** Returns whether it holds. */\npublic boolean a()")).isEmpty();
    }

    private static List<String> findings(final String text)
    {
        final List<String> found = new ArrayList<>();
        final Matcher javadoc = JAVADOC.matcher(text);
        final Matcher declared = PUBLIC.matcher(text);
        while (javadoc.find())
        {
            if (declared.region(javadoc.end(), text.length()).lookingAt())
            {
                final String sentence = END.split(words(javadoc.group(1)), 2)[0];
                PlainForms.of(sentence).forEach(form -> found.add(sentence + " [" + form + ']'));
                if (PRONOUN.matcher(sentence).matches())
                {
                    found.add(sentence + " [a noun of the field]");
                }
            }
        }

        return found;
    }

    private static String words(final String javadoc)
    {
        return javadoc.replaceAll("(?m)^\\s*\\* ?", "").split("(?m)^@", 2)[0]
            .replaceAll("\\{@\\w+\\s+([^}]*)}", "$1").replaceAll("<[^>]+>", "").replaceAll("\\s+", " ").strip();
    }
}

"""A grading of nothing, before anything is handed out: would there be marks?"""

from trainwreck.course.plan import Course
from trainwreck.errors import UserError
from trainwreck.judging.grading import grade
from trainwreck.judging.server import Server
from trainwreck.proof.doses import posed
from trainwreck.training.task import Images


def rehearse(course: Course, images: Images) -> None:
    """Run the broken script and the fixes of each case at a severity, on the data that its marks will come from.

    At the scenario's own severity they are proven to hold; at another, a UserError says if they do not.
    """
    with Server() as server:
        for one in course.cases:
            if one.severity is None:
                continue
            pair = posed(one.entry, images, one.severity)
            found = grade(pair, [], salt=course.salt_of(one), seeds=course.seeds, trust=True, server=server)
            if found.yardstick.unfit:
                raise UserError(
                    f"{one.entry.name} at severity {one.severity} could not be marked: {found.yardstick.unfit}. Take "
                    "another severity, or another salt."
                )

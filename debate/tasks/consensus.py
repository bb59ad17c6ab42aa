"""What a whole debate says together, worked out behind the page."""

from django_tasks import task


@task()
def work_out_snapshot(snapshot_id: int) -> None:
    from debate.actions.consensus import work_out

    work_out(snapshot_id=snapshot_id)
